"""The feedback journal."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "feedback",
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("time", sa.DateTime, nullable=False),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("outcome", sa.String(32), nullable=False),
        sa.Column("citations", sa.JSON, nullable=False),
        sa.Column("versions", sa.JSON, nullable=False),
        sa.Column("liked", sa.Boolean, nullable=False),
        sa.Column("comment", sa.Text, nullable=False),
        sa.Column("right", sa.String(32), nullable=False),
        sa.Column("searched", sa.Text, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("purpose", sa.String(16), nullable=False),
        sa.Column("wording", sa.Text, nullable=False),
        sa.Column("folded", sa.Text, nullable=False),
        sa.Column("provisions", sa.JSON, nullable=False),
        sa.Column("expected", sa.String(32), nullable=False),
        sa.Column("handled_by", sa.String(64), nullable=False),
        sa.Column("handled_at", sa.DateTime),
    )
    op.create_index("ix_feedback_time", "feedback", ["time"])
    op.create_table(
        "feedback_articles",
        sa.Column("entry", sa.String(16), sa.ForeignKey("feedback.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("article", sa.Integer, primary_key=True),
    )
    op.create_index("ix_feedback_articles_article", "feedback_articles", ["article"])


def downgrade() -> None:
    for table in ("feedback_articles", "feedback"):
        op.drop_table(table)
