"""Counted responses one by one, for the SQL of tests: they lie in blocks (conf/schema)."""

# A table to select from; place: that of the response in its block.
RESPONSES = (
    "(SELECT b.campaign_id, b.form_version_id, b.id AS block, s.seq AS place, b.n AS beside, b.day, b.channel, "
    "b.language, SUBSTR(b.vectors, s.seq * (LENGTH(b.vectors) DIV b.n) + 1, LENGTH(b.vectors) DIV b.n) AS vector "
    "FROM otklik.response_block b JOIN seq_0_to_999 s ON s.seq < b.n)")


def part(stack, code):
    """Every response of a campaign into a block of its own, with its texts."""
    own = f"(SELECT id FROM campaign WHERE code = '{code}')"
    alone = "UNHEX(MD5(CONCAT(HEX(block), '/', place)))"
    stack.sql(
        f"CREATE TEMPORARY TABLE parted AS SELECT * FROM {RESPONSES} r WHERE campaign_id = {own} AND beside > 1; "
        "INSERT INTO response_block (campaign_id, form_version_id, id, day, channel, language, n, vectors) "
        f"SELECT campaign_id, form_version_id, {alone}, day, channel, language, 1, vector FROM parted; "
        "DELETE FROM response_block WHERE (campaign_id, id) IN (SELECT campaign_id, block FROM parted); "
        f"UPDATE remark SET block = {alone}, place = 0 WHERE campaign_id = {own} AND block IN (SELECT block FROM parted)")
