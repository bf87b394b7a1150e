using Modelyard.Charts;

namespace Modelyard.Reports.Content;

/// <summary>Represents one column of the data: what it holds and what became of it.</summary>
/// <param name="Name">The name.</param>
/// <param name="Kind">The kind of its values in words, such as numeric, category or date.</param>
public sealed record ReportColumn(string Name, string Kind)
{
    /// <summary>Gets how the model uses the column in words, such as used, target or dropped; empty where it is not known.</summary>
    public string Use { get; init; } = "";

    /// <summary>Gets a value indicating whether the model does not see the column.</summary>
    public bool IsLeftOut { get; init; }

    /// <summary>Gets what else is to say, such as why the column was dropped; empty for nothing.</summary>
    public string Note { get; init; } = "";

    /// <summary>Gets the number of rows.</summary>
    public long Rows { get; init; }

    /// <summary>Gets the number of rows without a value.</summary>
    public long Missing { get; init; }

    /// <summary>Gets the number of different values.</summary>
    public long Distinct { get; init; }

    /// <summary>Gets the mean; NaN for columns that are not numeric, as for the values below.</summary>
    public double Mean { get; init; } = double.NaN;

    /// <summary>Gets the standard deviation.</summary>
    public double Deviation { get; init; } = double.NaN;

    /// <summary>Gets the least value.</summary>
    public double Minimum { get; init; } = double.NaN;

    /// <summary>Gets the 25 % quantile.</summary>
    public double LowerQuartile { get; init; } = double.NaN;

    /// <summary>Gets the median.</summary>
    public double Median { get; init; } = double.NaN;

    /// <summary>Gets the 75 % quantile.</summary>
    public double UpperQuartile { get; init; } = double.NaN;

    /// <summary>Gets the greatest value.</summary>
    public double Maximum { get; init; } = double.NaN;

    /// <summary>Gets the distribution of a numeric column; null for none.</summary>
    public HistogramBins? Histogram { get; init; }

    /// <summary>Gets the most frequent levels of a categorical column, the most frequent first.</summary>
    public IReadOnlyList<ReportLevel> Levels { get; init; } = [];
}
