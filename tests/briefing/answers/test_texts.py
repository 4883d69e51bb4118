from briefing.answers.texts import texts


def test_texts_are_found_by_their_names(catalogue, library):
    found = texts(catalogue, library)
    assert found["activity_rate.definition.zh"] == catalogue["activity_rate"].definition_zh
    assert found["free-look.zh.1.text"] == library["free-look.zh.1"].text
    assert "保监发" in found["free-look.zh.1.source"]
