"""The web face: FastAPI with the Gradio chat page and the article pages."""
