using Modelyard.Charts;
using Modelyard.Learning;

namespace Modelyard.Monitoring;

/// <summary>Represents how far a column has moved from its reference.</summary>
/// <param name="Name">The name of the column.</param>
/// <param name="Kind">How its cells are read.</param>
public sealed record ColumnDrift(string Name, FeatureKind Kind)
{
    /// <summary>Gets the counts of the reference.</summary>
    public required ColumnTally Reference { get; init; }

    /// <summary>Gets the counts that were compared with them.</summary>
    public required ColumnTally Current { get; init; }

    /// <summary>Gets the name of the test of the values that are there; empty where they are not compared, as times are not, which go on by themselves.</summary>
    public string Test { get; init; } = "";

    /// <summary>Gets the statistic of the test; NaN where there is none.</summary>
    public double Statistic { get; init; } = double.NaN;

    /// <summary>Gets the chance of such a difference, or a greater one, if nothing had changed; NaN where there is no test.</summary>
    public double PValue { get; init; } = double.NaN;

    /// <summary>Gets the p-value adjusted for all looks at the table by the method of Benjamini and Hochberg.</summary>
    public double AdjustedPValue { get; init; } = double.NaN;

    /// <summary>Gets by how much shares differ at most, from 0 to 1: of the rows up to a number, or of any set of levels.</summary>
    public double Effect { get; init; } = double.NaN;

    /// <summary>Gets a value indicating whether the values differ beyond chance and by as much as matters.</summary>
    public bool ValuesDrifted { get; init; }

    /// <summary>Gets how the share of missing cells has changed.</summary>
    public required MissingDrift Missing { get; init; }

    /// <summary>Gets a value indicating whether the values or the share of missing cells differ beyond chance and by as much as matters.</summary>
    public bool Drifted => ValuesDrifted || Missing.Drifted;

    /// <summary>Gets the distances from the reference.</summary>
    public required DriftDistances Distances { get; init; }

    /// <summary>Gets the number of levels that are so rare that they were counted as one for the test.</summary>
    public int PooledLevels { get; init; }

    /// <summary>Gets what differs most, in words.</summary>
    public string Evidence { get; init; } = "";

    /// <summary>Creates a chart of the values then and now: of levels by how much their shares changed, of numbers the two distributions.</summary>
    /// <returns>The chart.</returns>
    public Chart ToChart() => DriftCharts.Of(this);
}
