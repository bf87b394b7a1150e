namespace Modelyard.Ensembles;

/// <summary>Represents how often intervals or sets held the truth on the rows of a group.</summary>
/// <param name="Group">The value of the group, or its true class.</param>
/// <param name="Rows">The number of rows.</param>
/// <param name="Reached">The share of the rows whose truth was held.</param>
/// <param name="Low">The lower end of the 95 % interval of that share (Wilson).</param>
/// <param name="High">The upper end.</param>
public sealed record GroupCoverage(string Group, int Rows, double Reached, double Low, double High)
{
    /// <summary>Gets the number of rows of the group whose errors were taken; 0 if it is not known.</summary>
    public int ScoredRows { get; init; }
}
