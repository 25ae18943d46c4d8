"""The calculators without a browser: every state has an address, mistakes stand beside their field, nothing is run."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient
from icalendar import Calendar

from kb.model import Reference, Regulation
from kb.rules.catalogue import load_registry
from tests.web.test_app import client_of

RULES = [rule.name for rule in load_registry().rules]
RECEIVABLE = "/calculators/receivable_confirmation"
ACCEPTANCE = "/calculators/complaint_acceptance"
RESERVE = "/calculators/procurement_reserve"
SIZE = "/calculators/enterprise_size"
HOSTILE = "\"><script>alert(1)</script><img src=x onerror=alert(2)>'{{7*7}}"


@pytest.fixture(scope="module")
def client(data: Path) -> Iterator[TestClient]:
    with client_of(data) as client:
        yield client


def text_of(page: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", page))


def test_the_list_says_what_each_is_for(client: TestClient) -> None:
    page = client.get("/calculators").text
    for rule in load_registry().rules:
        assert f'href="/calculators/{rule.name}"' in page
        assert rule.label in page
        assert rule.help in page


@pytest.mark.parametrize("path", ["/", "/articles", "/articles/36", "/calculators"])
def test_every_page_leads_to_the_calculators(client: TestClient, path: str) -> None:
    assert "/calculators" in client.get(path).text


@pytest.mark.parametrize("name", RULES)
def test_a_form_labels_every_field_and_its_example_computes(client: TestClient, name: str) -> None:
    page = client.get(f"/calculators/{name}").text
    for field in re.findall(r"<(?:input|select)[^>]* id=\"([a-z_]+)\"", page):
        assert f'<label for="{field}"' in page or f'<label class="words" for="{field}"' in page
    assert 'role="alert"' not in page
    example = re.search(r'href="(/calculators/[a-z_]+\?[^"]+)"', page)
    assert example is not None
    answer = client.get(html.unescape(example[1]))
    assert answer.status_code == 200
    assert 'class="verdict"' in answer.text
    assert 'data-copy="' in answer.text


@pytest.mark.parametrize("name", RULES)
def test_an_empty_form_asks_for_what_is_needed(client: TestClient, name: str) -> None:
    inputs = re.findall(r'name="([a-z_]+)"', client.get(f"/calculators/{name}").text.split("<form")[1])
    answer = client.get(f"/calculators/{name}", params=dict.fromkeys(inputs, ""))
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert 'aria-invalid="true"' in answer.text


def test_the_result_has_verdict_figure_steps_and_the_words_of_the_article(
    client: TestClient, regulation: Regulation
) -> None:
    page = client.get(RESERVE, params={"budget_yuan": "8000万"}).text
    assert page.index('class="verdict"') < page.index('class="figures"') < page.index('class="steps"')
    assert "2400万元" in page
    assert "1440万元" in page
    assert 'href="/articles/36#3"' in page
    assert regulation.text_of(Reference(article=36, paragraph=3)) in text_of(page)
    assert 'value="8000万"' in page, "what was typed stays in the form"


@pytest.mark.parametrize(
    ("typed", "least"),
    [("1.2亿", "3600万元"), ("三千五百万", "1050万元"), ("5,000,000", "150万元"), ("５００万元", "150万元")],
)
def test_amounts_are_read_as_people_type_them(client: TestClient, typed: str, least: str) -> None:
    assert least in client.get(RESERVE, params={"budget_yuan": typed}).text


def test_shares_are_read_as_people_type_them(client: TestClient) -> None:
    typed = {"budget_yuan": "1000万", "sme_share": "三成", "small_micro_share": "60%"}
    page = client.get(RESERVE, params=typed).text
    assert "达到了规定的比例" in page
    typed["sme_share"] = "29%"
    assert "没有达到规定的比例" in client.get(RESERVE, params=typed).text


def test_a_mistake_stands_beside_its_field_and_nothing_typed_is_lost(client: TestClient) -> None:
    typed = {"budget_yuan": "两百万出头", "sme_share": "120%", "on": "2025-02-30"}
    answer = client.get(RESERVE, params=typed)
    assert answer.status_code == 422
    assert 'aria-describedby="budget_yuan-help budget_yuan-error"' in answer.text
    assert "“两百万出头”是个大概的数" in answer.text
    assert "2月没有30日" in answer.text
    for value in typed.values():
        assert f'value="{value}"' in answer.text
    on = re.search(r'<input id="on"[^>]*>', answer.text)
    assert on is not None
    assert 'type="text"' in on[0], "a date input would empty what is no date"


def test_the_address_is_short_and_made_only_of_what_was_filled_in(client: TestClient) -> None:
    answer = client.get(
        RESERVE, params={"budget_yuan": "8000万", "sme_yuan": "", "on": " ", "utm": "x"}, follow_redirects=False
    )
    assert answer.status_code == 303
    assert answer.headers["location"] == f"{RESERVE}?budget_yuan={quote('8000万')}"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"industry_words": "开火锅店的"}, "餐饮业"),
        ({"industry": "catering"}, "餐饮业"),
        ({"industry": "catering", "industry_words": "火锅店"}, "餐饮业"),
        ({"industry": "retail", "industry_words": "贸易公司"}, "零售业"),
    ],
)
def test_an_industry_is_selected_or_told_in_everyday_words(
    client: TestClient, typed: dict[str, str], words: str
) -> None:
    answer = client.get(SIZE, params={**typed, "employees": "5", "revenue_yuan": "20万"})
    assert answer.status_code == 200
    assert f"按{words}的标准属于微型企业" in answer.text


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"industry_words": "贸易公司"}, "批发业还是零售业"),
        ({"industry_words": "幼儿园"}, "不在国家划型标准的表里"),
        ({"industry_words": "龙卷风"}, "看不出“龙卷风”"),
        ({"industry": "retail", "industry_words": "火锅店"}, "和选的行业不一样"),
        ({"industry": "x"}, "看不出“x”"),
        ({}, "是做哪个行业的？"),
    ],
)
def test_an_industry_that_is_unsure_is_asked_back(client: TestClient, typed: dict[str, str], words: str) -> None:
    answer = client.get(SIZE, params={**typed, "employees": "5", "revenue_yuan": "20万"})
    assert answer.status_code == 422
    assert words in text_of(answer.text)
    for value in typed.values():
        assert value == "x" or f'value="{value}"' in answer.text


@pytest.mark.parametrize(
    ("counts", "status", "words"),
    [
        ({"members_small": "1", "members_micro": "２"}, 200, "视同小型微型企业"),
        ({"members_medium": "1", "members_micro": "1家"}, 200, "视同中小企业，但不视同"),
        ({"members_large": "1", "members_micro": "1"}, 200, "不视同中小企业"),
        ({"members_small": "1"}, 422, "至少要有两家"),
        ({"members_small": "-1", "members_micro": "3"}, 422, "小型企业的家数"),
        ({"members_small": "999999999"}, 422, "小型企业的家数"),
        ({"members_small": "0", "members_micro": ""}, 422, "联合体各方"),
    ],
)
def test_members_of_a_consortium_are_counted_by_size(
    client: TestClient, counts: dict[str, str], status: int, words: str
) -> None:
    answer = client.get("/calculators/consortium", params=counts)
    assert answer.status_code == status
    assert words in answer.text
    assert all(f'value="{count}"' in answer.text for count in counts.values() if count)


def test_a_deadline_says_how_it_stands_on_the_applications_day(client: TestClient) -> None:
    page = client.get(RECEIVABLE, params={"requested": "2025-12-20"}).text
    assert "还剩14天（今天是2026年1月5日）" in page  # the 30th day is 19 January
    assert 'id="today"' not in page


def test_the_strip_shows_counted_rest_and_make_up_days_in_words(client: TestClient) -> None:
    page = client.get(ACCEPTANCE, params={"received": "2025-09-26"}).text  # a Friday; the 28th is made up
    assert '<td class="not-counted">' in page
    assert "9月26日（星期五），当日不计" in page
    assert "2025年9月27日（星期六），周末，不计" in page
    assert "9月28日（星期日），国庆节调休上班，第1个工作日" in page
    assert '<td class="makeup">' in page
    assert re.search(r'<td class="counted due">', page)
    assert "第3个工作日，最后一天" in page


def test_the_strip_has_every_day_once_and_whole_weeks(client: TestClient) -> None:
    page = client.get(RECEIVABLE, params={"requested": "2025-09-28"}).text
    table = page.split('<table class="strip">')[1].split("</table>")[0]
    assert table.count("<td") % 7 == 0
    assert len(re.findall(r'<td class="(?!outside)', table)) == 30 + 1


def test_only_deadlines_have_a_strip_and_a_file(client: TestClient) -> None:
    page = client.get(RESERVE, params={"budget_yuan": "8000万"}).text
    assert 'class="strip"' not in page
    assert ".ics" not in page
    assert client.get(f"{RESERVE}.ics", params={"budget_yuan": "8000万"}).status_code == 404


def test_the_calendar_file_is_one_all_day_event_with_a_reminder(client: TestClient, regulation: Regulation) -> None:
    page = client.get(RECEIVABLE, params={"requested": "2025-12-20"}).text
    link = re.search(r'href="([^"]+\.ics[^"]*)"', page)
    assert link is not None
    answer = client.get(html.unescape(link[1]))
    assert answer.headers["content-type"].startswith("text/calendar")
    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    due = date(2026, 1, 19)
    assert event.decoded("dtstart") == due
    assert event.decoded("dtend") == due + timedelta(days=1)
    assert event["summary"] == "应收账款确权期限：最后一天"
    assert regulation.text_of(Reference(article=20, paragraph=2)) in event["description"]
    assert "今天" not in event["description"]
    (alarm,) = event.walk("VALARM")
    assert alarm.decoded("trigger") == timedelta(hours=-15)
    again = client.get(html.unescape(link[1]))
    assert again.content == answer.content, "the same calculation is the same entry"


def test_different_deadlines_are_different_entries(client: TestClient) -> None:
    uids = set()
    for day in ("2025-12-20", "2025-12-21"):
        content = client.get(f"{RECEIVABLE}.ics", params={"requested": day}).content
        uids |= {str(event["uid"]) for event in Calendar.from_ical(content).walk("VEVENT")}
    assert len(uids) == 2


def test_a_provisional_deadline_is_marked_on_the_page_and_in_the_file(client: TestClient) -> None:
    page = client.get(RECEIVABLE, params={"requested": "2030-01-10"})
    assert 'class="provisional"' in page.text
    content = client.get(f"{RECEIVABLE}.ics", params={"requested": "2030-01-10"}).content
    (event,) = Calendar.from_ical(content).walk("VEVENT")
    assert event["summary"] == "应收账款确权期限：最后一天（暂定）"


def test_a_file_for_bad_input_is_a_sentence(client: TestClient) -> None:
    answer = client.get(f"{RECEIVABLE}.ics", params={"requested": "2025-02-30"})
    assert answer.status_code == 422
    assert "2月没有30日" in answer.text


def test_a_last_day_on_a_holiday_is_named_and_moves_on(client: TestClient) -> None:
    page = client.get(RECEIVABLE, params={"requested": "2026-01-16"}).text  # the 30th day is in 春节
    assert "2026年2月15日（星期日），春节放假，第30日" in page
    assert "2026年2月24日（星期二），顺延到这一天，最后一天" in page


@pytest.mark.parametrize(
    "path", ["/calculators/x", "/calculators/x.ics", "/calculators/%3Cscript%3E", "/calculators/in_force.ics"]
)
def test_a_calculator_that_does_not_exist_is_404_in_chinese(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert "没有这个计算器" in answer.text
    assert "<script>" not in answer.text


@pytest.mark.parametrize("name", RULES)
def test_hostile_input_is_shown_escaped_and_kept(client: TestClient, name: str) -> None:
    inputs = re.findall(r'<input[^>]* name="([a-z_]+)"', client.get(f"/calculators/{name}").text)
    answer = client.get(f"/calculators/{name}", params=dict.fromkeys(inputs, HOSTILE))
    assert answer.status_code == 422
    assert "<script>alert" not in answer.text
    assert "<img" not in answer.text
    assert "49" not in re.sub(r'value="[^"]*"', "", answer.text.split("<form")[1])
    assert HOSTILE in html.unescape(answer.text)
    assert "script-src 'self';" in answer.headers["content-security-policy"]


@pytest.mark.parametrize("typed", ["9" * 3000, "万" * 500, "\x00", "🦊", "1e400", "٣"])
def test_no_input_breaks_the_page(client: TestClient, typed: str) -> None:
    for name in RULES:
        page = client.get(f"/calculators/{name}").text
        inputs = re.findall(r'name="([a-z_]+)"', page.split("<form")[1])
        assert client.get(f"/calculators/{name}", params=dict.fromkeys(inputs, typed)).status_code == 422


def test_a_field_sent_twice_counts_once(client: TestClient) -> None:
    page = client.get(RESERVE + "?budget_yuan=1&budget_yuan=8000%E4%B8%87").text
    assert "2400万元" in page
