using System.Globalization;
using Modelyard.Frames.Expressions;
using Modelyard.Frames.Grouping;

namespace Modelyard.Frames;

/// <summary>Represents one number or cell that is computed for each group of rows: a column, what is computed of it, and the name of the result.</summary>
public sealed partial record Aggregate
{
    private Aggregate(AggregateKind kind, string? column, string name)
    {
        Kind = kind;
        Column = column;
        Name = name;
    }

    /// <summary>Gets the names of the functions that <see cref="Parse"/> knows, besides <c>quantile</c>.</summary>
    public static IReadOnlyList<string> Functions => AggregateReader.Functions;

    /// <summary>Gets what is computed.</summary>
    public AggregateKind Kind { get; }

    /// <summary>Gets the name of the column; null to count rows.</summary>
    public string? Column { get; }

    /// <summary>Gets the name of the result.</summary>
    public string Name { get; private init; }

    /// <summary>Gets which quantile, from 0 to 1; one half for the median.</summary>
    public double Share { get; private init; }

    /// <summary>Gets what is computed of each row before it is aggregated; null if a column is taken as it is.</summary>
    public Expression? Expression { get; private init; }

    /// <summary>Gets the degrees of freedom that a variance, a standard deviation or a standard error takes off the number of cells.</summary>
    public int DegreesOfFreedom { get; private init; } = 1;

    /// <summary>Gets the function of the caller.</summary>
    internal Func<Column, double>? Function { get; private init; }

    /// <summary>Gets a value indicating whether the aggregate can be merged from those of parts of the rows, so that a table can be grouped chunk by chunk.</summary>
    public bool IsMergeable => Kind is not (AggregateKind.UniqueCount or AggregateKind.Mode or AggregateKind.Quantile or AggregateKind.Custom);

    /// <summary>Takes or computes the column that is aggregated.</summary>
    /// <summary>Lists the columns of a table that the aggregate is computed of.</summary>
    internal string[] Columns(Frame table) => Expression is { } expression ? [.. expression.Bind(table).Columns] : Column is null ? [] : [Column];

    internal Column ColumnOf(Frame table) => Expression is { } expression ? expression.Evaluate(table) : table[Column!];

    /// <summary>Counts the rows of each group.</summary>
    /// <returns>The aggregate, named <c>count</c>.</returns>
    public static Aggregate Count() => new(AggregateKind.Count, null, "count");

    /// <summary>Counts the cells that are present.</summary>
    /// <param name="column">The name of the column.</param>
    /// <returns>The aggregate, named <c>column_count</c>; likewise below.</returns>
    public static Aggregate Count(string column) => Of(AggregateKind.Count, column, "count");

    /// <summary>Adds numbers. Integers and booleans give integers.</summary>
    /// <param name="column">The name of the column.</param>
    /// <returns>The aggregate.</returns>
    public static Aggregate Sum(string column) => Of(AggregateKind.Sum, column, "sum");

    /// <summary>Averages numbers.</summary>
    /// <param name="column">The name of the column.</param>
    /// <returns>The aggregate.</returns>
    public static Aggregate Mean(string column) => Of(AggregateKind.Mean, column, "mean");

    /// <summary>Computes the standard deviation of a sample.</summary>
    /// <param name="column">The name of the column.</param>
    /// <returns>The aggregate; missing of fewer than two cells.</returns>
    public static Aggregate StandardDeviation(string column) => Of(AggregateKind.StandardDeviation, column, "std");

    /// <summary>Computes the variance of a sample.</summary>
    /// <param name="column">The name of the column.</param>
    /// <returns>The aggregate; missing of fewer than two cells.</returns>
    public static Aggregate Variance(string column) => Of(AggregateKind.Variance, column, "var");

    /// <summary>Computes the standard deviation with other degrees of freedom than a sample's: 0 for that of a population.</summary>
    /// <param name="column">The name of the column.</param>
    /// <param name="degreesOfFreedom">What is taken off the number of cells in the divisor, 0 or more.</param>
    /// <returns>The aggregate; missing of no more cells than degrees of freedom.</returns>
    public static Aggregate StandardDeviation(string column, int degreesOfFreedom) => StandardDeviation(column).With(degreesOfFreedom);

    /// <summary>Computes the variance with other degrees of freedom than a sample's: 0 for that of a population.</summary>
    /// <param name="column">The name of the column.</param>
    /// <param name="degreesOfFreedom">What is taken off the number of cells in the divisor, 0 or more.</param>
    /// <returns>The aggregate; missing of no more cells than degrees of freedom.</returns>
    public static Aggregate Variance(string column, int degreesOfFreedom) => Variance(column).With(degreesOfFreedom);

    /// <summary>Computes the standard error of the mean.</summary>
    /// <param name="column">The name of the column.</param>
    /// <returns>The aggregate; missing of fewer than two cells.</returns>
    public static Aggregate StandardError(string column) => Of(AggregateKind.StandardError, column, "sem");

    /// <summary>Computes the skewness of a sample, adjusted for its size.</summary>
    /// <param name="column">The name of the column.</param>
    /// <returns>The aggregate; missing of fewer than three cells, zero of equal ones.</returns>
    public static Aggregate Skewness(string column) => Of(AggregateKind.Skewness, column, "skew");

    /// <summary>Computes the excess kurtosis of a sample, adjusted for its size.</summary>
    /// <param name="column">The name of the column.</param>
    /// <returns>The aggregate; missing of fewer than four cells, zero of equal ones.</returns>
    public static Aggregate Kurtosis(string column) => Of(AggregateKind.Kurtosis, column, "kurt");

    /// <summary>Multiplies numbers. Products soon pass 64 bits, so that the result is a double for integers too.</summary>
    /// <param name="column">The name of the column.</param>
    /// <returns>The aggregate.</returns>
    public static Aggregate Product(string column) => Of(AggregateKind.Product, column, "prod");

    /// <summary>Says whether any cell is true, or a number other than zero.</summary>
    /// <param name="column">The name of the column.</param>
    /// <returns>The aggregate.</returns>
    public static Aggregate Any(string column) => Of(AggregateKind.Any, column, "any");

    /// <summary>Says whether every cell is true, or a number other than zero.</summary>
    /// <param name="column">The name of the column.</param>
    /// <returns>The aggregate.</returns>
    public static Aggregate All(string column) => Of(AggregateKind.All, column, "all");

    /// <summary>Finds the least cell, of any kind of column.</summary>
    /// <param name="column">The name of the column.</param>
    /// <returns>The aggregate.</returns>
    public static Aggregate Minimum(string column) => Of(AggregateKind.Minimum, column, "min");

    /// <summary>Finds the greatest cell, of any kind of column.</summary>
    /// <param name="column">The name of the column.</param>
    /// <returns>The aggregate.</returns>
    public static Aggregate Maximum(string column) => Of(AggregateKind.Maximum, column, "max");

    /// <summary>Computes the median.</summary>
    /// <param name="column">The name of the column.</param>
    /// <returns>The aggregate.</returns>
    public static Aggregate Median(string column) => Of(AggregateKind.Quantile, column, "median") with { Share = 0.5 };

    /// <summary>Computes a quantile by linear interpolation.</summary>
    /// <param name="column">The name of the column.</param>
    /// <param name="share">The share of cells below it, from 0 to 1.</param>
    /// <returns>The aggregate, named as <c>column_q25</c>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The share is not from 0 to 1.</exception>
    public static Aggregate Quantile(string column, double share) => share is >= 0 and <= 1
        ? Of(AggregateKind.Quantile, column, string.Create(CultureInfo.InvariantCulture, $"q{100 * share:0.####}")) with { Share = share }
        : throw new ArgumentOutOfRangeException(nameof(share), share, $"The share is '{share}' and must be 0 to 1.");

    /// <summary>Takes the first cell that is present, of any kind of column.</summary>
    /// <param name="column">The name of the column.</param>
    /// <returns>The aggregate.</returns>
    public static Aggregate First(string column) => Of(AggregateKind.First, column, "first");

    /// <summary>Takes the last cell that is present, of any kind of column.</summary>
    /// <param name="column">The name of the column.</param>
    /// <returns>The aggregate.</returns>
    public static Aggregate Last(string column) => Of(AggregateKind.Last, column, "last");

    /// <summary>Counts different cells, of any kind of column.</summary>
    /// <param name="column">The name of the column.</param>
    /// <returns>The aggregate.</returns>
    public static Aggregate UniqueCount(string column) => Of(AggregateKind.UniqueCount, column, "nunique");

    /// <summary>Finds the most frequent cell, of any kind of column; of several the least.</summary>
    /// <param name="column">The name of the column.</param>
    /// <returns>The aggregate.</returns>
    public static Aggregate Mode(string column) => Of(AggregateKind.Mode, column, "mode");

    /// <summary>Computes a number by a function.</summary>
    /// <param name="column">The name of the column.</param>
    /// <param name="name">The name of the result.</param>
    /// <param name="function">The function, given the group's cells in the order of the table; NaN for a missing result. It is called by one thread at a time.</param>
    /// <returns>The aggregate.</returns>
    public static Aggregate Custom(string column, string name, Func<Column, double> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return new Aggregate(AggregateKind.Custom, column, name) { Function = function };
    }

    /// <summary>Reads aggregates from a text such as <c>m=mean(x), n=count(), q=quantile(distance / delay, 0.9)</c>.</summary>
    /// <param name="text">The aggregates, with commas between: each a name and '=', which may be left out, a function and a column or an <see cref="Expressions.Expression"/>.</param>
    /// <returns>The aggregates, in order.</returns>
    /// <exception cref="ModelyardException">The text is none; the message says what must be.</exception>
    public static IReadOnlyList<Aggregate> Parse(string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        return AggregateReader.Read(text);
    }

    /// <summary>Gives the result a name.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The same aggregate under the name.</returns>
    public Aggregate As(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return this with { Name = name };
    }

    private Aggregate With(int degreesOfFreedom)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(degreesOfFreedom);
        return this with { DegreesOfFreedom = degreesOfFreedom };
    }

    private static Aggregate Of(AggregateKind kind, string column, string suffix)
    {
        ArgumentException.ThrowIfNullOrEmpty(column);
        return new Aggregate(kind, column, $"{column}_{suffix}");
    }
}
