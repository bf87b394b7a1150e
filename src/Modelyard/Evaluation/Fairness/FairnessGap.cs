namespace Modelyard.Evaluation;

/// <summary>Represents how far apart a classifier treats groups in one respect.</summary>
/// <param name="Name">The name, as in <c>equal opportunity</c>.</param>
/// <param name="Meaning">What is compared, in a few words.</param>
/// <param name="Value">The greatest rate of a group less the least.</param>
/// <param name="Low">The lower end of the interval of the difference of these two groups, with regard to all pairs of groups; below zero where their difference may be chance.</param>
/// <param name="High">The upper end of the interval.</param>
/// <param name="PValue">The chance of rates as far apart if groups were drawn at random from rows that are alike in this respect.</param>
/// <param name="Lowest">The group with the least rate.</param>
/// <param name="Highest">The group with the greatest rate.</param>
public sealed record FairnessGap(string Name, string Meaning, double Value, double Low, double High, double PValue, string Lowest, string Highest)
{
    /// <summary>Gets the p-value with regard to all gaps of the report (Holm).</summary>
    public double AdjustedPValue { get; init; } = double.NaN;

    /// <summary>Gets a value indicating whether the p-values are upper bounds alone, as none of the random orders was as extreme; more of them would tell how small they are.</summary>
    public bool IsUpperBound { get; init; }

    /// <summary>Says whether the groups differ by more than chance.</summary>
    /// <param name="level">The chance to say so of groups that do not differ in any respect, between 0 and 1.</param>
    /// <returns>Whether they do.</returns>
    public bool IsBeyondChance(double level = 0.05) => AdjustedPValue <= level;

    /// <summary>Says in words whether the groups differ.</summary>
    /// <returns>A few words; empty where there is nothing to compare.</returns>
    public string Describe() => double.IsNaN(Value) ? ""
        : IsBeyondChance() ? Low > 0 ? "the groups differ" : "the groups differ, though these two may by chance"
        : Low > 0 ? "not shown beside the other gaps that were looked at" : "no difference beyond chance";
}
