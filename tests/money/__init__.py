"""The verbs that move credits, in process against a real engine: conditions, races, replays and what they cost."""
