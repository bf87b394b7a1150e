using System.Globalization;
using Modelyard.Frames.Binning;
using Modelyard.Numerics;

namespace Modelyard.Frames;

/// <summary>Cuts numbers into intervals, which can be keys of groups.</summary>
public static class ColumnBinning
{
    private const int BlockRows = 1 << 16;

    /// <summary>Cuts numbers at edges.</summary>
    /// <param name="column">The column: numbers or booleans.</param>
    /// <param name="edges">The edges, rising, at least two. Edges that are all whole numbers are shown without decimals.</param>
    /// <param name="options">Labels and which edge belongs to an interval; the defaults if null.</param>
    /// <returns>An ordered category whose levels are the intervals; missing where a number is in none.</returns>
    /// <exception cref="ModelyardException">The column does not hold numbers, edges do not rise, or the labels are not as many as the intervals.</exception>
    public static CategoryColumn Cut(this Column column, IReadOnlyList<double> edges, CutOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(column);
        ArgumentNullException.ThrowIfNull(edges);
        return Cut(column, RollingWindow.Numbers(column), [.. edges], options ?? new CutOptions(), edges.All(double.IsInteger));
    }

    /// <summary>Cuts numbers into intervals of equal width.</summary>
    /// <param name="column">The column: numbers or booleans.</param>
    /// <param name="bins">The number of intervals, at least 1. The outermost is widened by a thousandth of the range, so that it holds the extreme.</param>
    /// <param name="options">Labels and which edge belongs to an interval; the defaults if null.</param>
    /// <returns>An ordered category whose levels are the intervals.</returns>
    /// <exception cref="ModelyardException">The column does not hold finite numbers, or the labels are not as many as the intervals.</exception>
    public static CategoryColumn Cut(this Column column, int bins, CutOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(column);
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        options ??= new CutOptions();
        double[] values = RollingWindow.Numbers(column);
        (double least, double greatest) = Range(values);
        if (least > greatest)
        {
            throw new ModelyardException($"The column '{column.Name}' has no number, and intervals of equal width need some; give edges.");
        }

        if (!double.IsFinite(greatest - least))
        {
            throw new ModelyardException($"The numbers of '{column.Name}' range from '{least}' to '{greatest}'; give edges, since intervals of equal width need a finite range.");
        }

        bool isPoint = least == greatest;
        double margin = least == 0 ? 0.001 : 0.001 * Math.Abs(least);
        double[] edges = isPoint ? Line(least - margin, greatest + margin, bins) : Line(least, greatest, bins);
        double widening = (greatest - least) * 0.001;
        if (!isPoint)
        {
            edges[options.Right ? 0 : ^1] += options.Right ? -widening : widening;
        }

        return Cut(column, values, edges, options, isWhole: false);
    }

    /// <summary>Cuts numbers into intervals that hold equally many.</summary>
    /// <param name="column">The column: numbers or booleans.</param>
    /// <param name="bins">The number of intervals, at least 1: 4 for quartiles.</param>
    /// <param name="options">Labels and precision; the defaults if null.</param>
    /// <returns>An ordered category whose levels are the intervals.</returns>
    /// <exception cref="ModelyardException">As of <see cref="QuantileCut(Column, IReadOnlyList{double}, CutOptions)"/>.</exception>
    public static CategoryColumn QuantileCut(this Column column, int bins, CutOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        return QuantileCut(column, Line(0, 1, bins), options);
    }

    /// <summary>Cuts numbers at their quantiles.</summary>
    /// <param name="column">The column: numbers or booleans.</param>
    /// <param name="shares">The shares of the quantiles, rising, from 0 to 1, at least two.</param>
    /// <param name="options">Labels and precision; the defaults if null.</param>
    /// <returns>An ordered category whose levels are the intervals; missing beyond the outermost quantiles.</returns>
    /// <exception cref="ModelyardException">The column does not hold numbers, two quantiles are equal, or the labels are not as many as the intervals.</exception>
    public static CategoryColumn QuantileCut(this Column column, IReadOnlyList<double> shares, CutOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(column);
        ArgumentNullException.ThrowIfNull(shares);
        if (shares.Any(share => share is not (>= 0 and <= 1)))
        {
            throw new ArgumentOutOfRangeException(nameof(shares), $"The shares are '{string.Join(", ", shares)}' and each must be 0 to 1.");
        }

        double[] values = RollingWindow.Numbers(column);
        double[] sorted = [.. values.Where(value => !double.IsNaN(value))];
        Array.Sort(sorted);
        return sorted.Length == 0
            ? throw new ModelyardException($"The column '{column.Name}' holds no number, so that it has no quantiles.")
            : Cut(column, values, [.. shares.Select(share => SortedQuantile.Of(sorted, share))], (options ?? new CutOptions()) with { Right = true, IncludeLowest = true }, isWhole: false);
    }

    private static double[] Line(double from, double to, int parts)
    {
        double[] points = new double[parts + 1];
        double step = (to - from) / parts;
        for (int i = 0; i <= parts; i++)
        {
            points[i] = i == parts ? to : (i * step) + from;
        }

        return points;
    }

    private static (double Least, double Greatest) Range(double[] values) => ParallelLoop.Reduce(
        values.Length,
        BlockRows,
        Environment.ProcessorCount,
        (first, count) =>
        {
            double least = double.PositiveInfinity, greatest = double.NegativeInfinity;
            foreach (double value in values.AsSpan(first, count))
            {
                least = value < least ? value : least;
                greatest = value > greatest ? value : greatest;
            }

            return (least, greatest);
        },
        (one, other) => (other.least < one.least ? other.least : one.least, other.greatest > one.greatest ? other.greatest : one.greatest));

    private static CategoryColumn Cut(Column column, double[] values, double[] edges, CutOptions options, bool isWhole)
    {
        edges = options.DropDuplicates ? [.. edges.Distinct()] : edges;
        RequireRising(column, edges);
        string[] labels = options.Labels is null ? IntervalTexts.Of(edges, options, isWhole) : [.. options.Labels];
        if (labels.Length != edges.Length - 1)
        {
            throw new ModelyardException($"There are '{labels.Length}' labels and must be '{edges.Length - 1}', one for each interval.");
        }

        int[] codes = new int[values.Length];
        var search = new IntervalSearch(edges, options);
        ParallelLoop.Blocks(codes.Length, BlockRows, Environment.ProcessorCount, (first, count) => search.Find(values.AsSpan(first, count), codes.AsSpan(first, count)));
        return new CategoryColumn(column.Name, codes, labels, isOrdered: true);
    }

    private static void RequireRising(Column column, double[] edges)
    {
        if (edges.Length < 2)
        {
            throw new ModelyardException($"There are '{edges.Length}' edges to cut '{column.Name}' at, and must be at least two.");
        }

        for (int i = 1; i < edges.Length; i++)
        {
            if (!(edges[i] > edges[i - 1]))
            {
                throw new ModelyardException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"The edges must rise, and '{edges[i - 1]}' is followed by '{edges[i]}'; {(edges[i] == edges[i - 1] ? "drop one by DropDuplicates = true, or cut into fewer intervals" : "sort them")}."));
            }
        }
    }
}
