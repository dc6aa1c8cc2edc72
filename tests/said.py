"""What a person says of files that offices send, where tests need no other word."""

RATE = "unemployment_rate_15_74"
FIGURES = {"indicator_id": RATE, "extract_id": f"{RATE}-1"}
REGISTER = {
    "coordinate_precision": "town", "organisation_type": "association",
    "field_of_activity": "education_training", "work_integration": "unknown",
    "source_title": "A register", "source_url": "https://example.org/register",
}  # fmt: skip
