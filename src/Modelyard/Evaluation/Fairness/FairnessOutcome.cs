namespace Modelyard.Evaluation;

/// <summary>Represents how the groups of a column are treated.</summary>
/// <param name="Column">The column.</param>
/// <param name="Report">The rates of its groups and the gaps between them.</param>
public sealed record FairnessOutcome(string Column, FairnessReport Report);
