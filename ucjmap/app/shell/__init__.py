"""What all pages share: language, links, navigation, search, uploads, cards, failures."""
