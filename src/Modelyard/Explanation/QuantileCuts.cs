using Modelyard.Numerics;

namespace Modelyard.Explanation;

/// <summary>Represents a column of numbers cut where equal shares of its cells lie below; each cut is a cell, so that it reads as the table does, or the shortest number between it and the next.</summary>
internal sealed class QuantileCuts
{
    /// <summary>The bin of a missing cell.</summary>
    internal const int Missing = -1;

    private readonly double[] _cuts;

    // The one number of each bin; NaN where there are several.
    private readonly double[] _only;

    private QuantileCuts(double[] cuts, double[] only)
    {
        _cuts = cuts;
        _only = only;
    }

    /// <summary>Gets the cuts, ascending and all different; a cut belongs to the bin below it.</summary>
    internal ReadOnlySpan<double> Cuts => _cuts;

    /// <summary>Cuts a column of rows.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="column">The column.</param>
    /// <param name="bins">The number of bins, fewer where cells are equal; a column of no more different numbers is cut between all of them.</param>
    internal static QuantileCuts Of(Matrix rows, int column, int bins)
    {
        double[] sorted = [.. Enumerable.Range(0, rows.Rows).Select(row => rows[row, column]).Where(double.IsFinite).Order()];
        double[] cuts = CutsOf(sorted, [.. sorted.Distinct()], bins);
        var found = new QuantileCuts(cuts, new double[cuts.Length + 1]);
        foreach (IGrouping<int, double> bin in sorted.Distinct().GroupBy(found.BinOf))
        {
            found._only[bin.Key] = bin.Count() == 1 ? bin.First() : double.NaN;
        }

        return found;
    }

    /// <summary>Determines whether all cells in the bin of a number are that number.</summary>
    internal bool IsOnly(double value) => BinOf(value) is >= 0 and int bin && _only[bin] == value;

    /// <summary>Finds the bin of a cell.</summary>
    internal int BinOf(double value)
    {
        if (double.IsNaN(value))
        {
            return Missing;
        }

        int at = Array.BinarySearch(_cuts, value);
        return at >= 0 ? at : ~at;
    }

    /// <summary>Gets what a bin lies above; negative infinity for the first.</summary>
    internal double Below(int bin) => bin == 0 ? double.NegativeInfinity : _cuts[bin - 1];

    /// <summary>Gets the greatest number of a bin; infinity for the last.</summary>
    internal double Above(int bin) => bin == _cuts.Length ? double.PositiveInfinity : _cuts[bin];

    private static double[] CutsOf(double[] sorted, double[] distinct, int bins)
    {
        if (distinct.Length <= bins)
        {
            return distinct.Length == 0 ? [] : distinct[..^1];
        }

        // Where most cells are the greatest number, the cut is below it.
        return [.. Enumerable.Range(1, bins - 1).Select(cut => Math.Min(sorted[(int)((long)cut * (sorted.Length - 1) / bins)], distinct[^2])).Distinct().Select(cut => Shortest(cut, distinct[Array.BinarySearch(distinct, cut) + 1]))];
    }

    /// <summary>Finds a number that parts the cells as a cut does and has few decimals; a cut that has few itself stays.</summary>
    /// <param name="cut">The cut, a cell.</param>
    /// <param name="next">The next greater cell.</param>
    private static double Shortest(double cut, double next)
    {
        const int Few = 4, Most = 12;
        if (Math.Round(cut, Few) == cut)
        {
            return cut;
        }

        for (int decimals = 1; decimals <= Most; decimals++)
        {
            double rounded = Math.Round(cut, decimals), up = rounded < cut ? Math.Round(rounded + Math.Pow(10, -decimals), decimals) : rounded;
            if (up >= cut && up < next)
            {
                return up;
            }
        }

        return cut;
    }
}
