namespace Modelyard.Ensembles;

/// <summary>Represents how often intervals or sets held the truth on rows that nothing was learned from.</summary>
/// <param name="Wanted">The share that was asked for.</param>
/// <param name="Rows">The number of rows.</param>
/// <param name="Reached">The share of the rows whose truth was held.</param>
/// <param name="Low">The lower end of the 95 % interval of that share (Wilson).</param>
/// <param name="High">The upper end.</param>
/// <param name="Size">The mean width of the intervals, or the mean number of classes of the sets.</param>
/// <param name="Groups">The share of each group, if there are groups: by its name, or its value.</param>
public sealed record CoverageCheck(double Wanted, int Rows, double Reached, double Low, double High, double Size, IReadOnlyDictionary<string, double> Groups)
{
    /// <summary>Gets a value indicating whether the share is below what was asked for by more than chance.</summary>
    public bool IsBroken => High < Wanted;
}
