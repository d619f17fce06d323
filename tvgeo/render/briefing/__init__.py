"""What a briefing says, apart from how any document lays it out."""
