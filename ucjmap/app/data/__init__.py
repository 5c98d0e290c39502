"""Loading of data, step by step, and the forms of boundaries, targets, codes and names."""
