"""Forms in the house style: label above, help, the error beside, nothing typed lost."""

from __future__ import annotations

import pytest
from django import forms

from shuniu.ui.showcase import Sample

pytestmark = pytest.mark.once


class Small(forms.Form):
    name = forms.CharField(label="单位名称", help_text="与证书一致。")
    note = forms.CharField(label="说明", required=False)
    code = forms.CharField(widget=forms.HiddenInput)


def test_a_field_has_its_label_its_mark_and_its_help() -> None:
    page = str(Small())
    assert '<label for="id_name">单位名称 <span class="must">必填</span></label>' in page
    assert page.count("必填") == 1
    assert '<div class="help" id="id_name_helptext">与证书一致。</div>' in page
    assert 'aria-describedby="id_name_helptext"' in page


def test_an_error_stands_beside_its_field_and_is_tied_to_it() -> None:
    page = str(Small({"name": "", "note": '<b>"x"</b>', "code": "1"}))
    assert 'id="id_name_error" role="alert"' in page
    assert 'aria-invalid="true"' in page
    assert "id_name_error" in page.split("<input", 2)[1]
    assert "&lt;b&gt;" in page


def test_an_error_of_the_whole_form_stands_above() -> None:
    form = Small({"name": "甲", "code": "1"})
    form.add_error(None, "两处不一致。")
    assert str(form).index("两处不一致。") < str(form).index("单位名称")


def test_hidden_fields_have_no_label() -> None:
    assert 'type="hidden" name="code"' in str(Small())
    assert "Code" not in str(Small())


def test_choices_stand_in_a_fieldset_with_a_legend() -> None:
    page = Sample()["way"].as_field_group()
    assert "<fieldset" in page
    assert "<legend>组建方式" in page


def test_forms_of_a_set_stand_in_cards() -> None:
    some = forms.formset_factory(Small, extra=2)()
    assert str(some).count('<div class="card">') == 2
    assert "form-TOTAL_FORMS" in str(some)
