"""Drawing a choropleth: one specification, read by every renderer."""
