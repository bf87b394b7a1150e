using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Explanation.Counterfactuals;

/// <summary>Represents how one column may change, and how far apart its cells are.</summary>
internal sealed class ColumnMoves
{
    private const int MostSteps = 12;
    private const int MostDecimals = 6;
    private const double FinestShare = 1e-4;
    private const double SecondsOfDay = 86400;

    private readonly ColumnConstraint _constraint;
    private readonly double[] _cells;
    private readonly double[] _codes;
    private readonly double _scale = 1;
    private readonly double _low;
    private readonly double _high;
    private readonly double _step;
    private readonly int _decimals;

    /// <summary>Initializes the moves of a column.</summary>
    /// <param name="column">The column.</param>
    /// <param name="cells">Its cells in the background.</param>
    /// <param name="constraint">How it may change.</param>
    internal ColumnMoves(Feature column, ReadOnlySpan<double> cells, ColumnConstraint constraint)
    {
        Column = column;
        _constraint = constraint;
        _cells = Array.FindAll(cells.ToArray(), double.IsFinite);
        Array.Sort(_cells);
        IsNumber = column.Kind is FeatureKind.Numeric or FeatureKind.Timestamp;
        _codes = IsNumber ? [] : [.. _cells.Distinct().Where(code => code >= 0 && IsAllowed(code))];
        if (!IsNumber)
        {
            return;
        }

        _low = constraint.Low ?? (_cells.Length > 0 ? _cells[0] : double.NaN);
        _high = constraint.High ?? (_cells.Length > 0 ? _cells[^1] : double.NaN);
        _scale = ScaleOf(_cells) ?? (_high > _low ? _high - _low : 1);
        (_step, _decimals) = constraint.Step is { } step ? (step, DecimalsOf([step]) ?? 15) : StepOf(column.Kind, _cells, _scale);
    }

    internal Feature Column { get; }

    /// <summary>Gets a value indicating whether cells are numbers or times, so that there is something between two of them.</summary>
    internal bool IsNumber { get; }

    /// <summary>Gets the distance of two cells: of numbers in median absolute deviations of the background, else 1 if they differ. Source: Wachter, Mittelstadt and Russell (2018).</summary>
    internal double Distance(double one, double other)
    {
        if (one.Equals(other))
        {
            return 0;
        }

        return IsNumber && double.IsFinite(one) && double.IsFinite(other) ? Math.Abs(one - other) / _scale : 1;
    }

    /// <summary>Finds the nearest allowed cell to one that is wished for; the row's own if none is.</summary>
    internal double Nearest(double own, double wished)
    {
        if (_constraint.IsFixed || Column.Kind is FeatureKind.Text or FeatureKind.Term || double.IsNaN(wished))
        {
            return own;
        }

        if (!IsNumber)
        {
            return Array.IndexOf(_codes, wished) >= 0 ? wished : own;
        }

        (double low, double high) = Bounds(own);
        if (!(low <= high))
        {
            return own;
        }

        double clamped = Math.Clamp(wished, low, high);
        return Snap(clamped, low, high) ?? own;
    }

    /// <summary>Determines whether the row's own cell may change at all.</summary>
    internal bool MayChange(double own) => Candidates(own).Length > 0;

    /// <summary>Lists cells that the row's own may change to: each level, or numbers from the least to the greatest by equal shares of the background between them.</summary>
    internal double[] Candidates(double own)
    {
        if (_constraint.IsFixed || Column.Kind is FeatureKind.Text or FeatureKind.Term)
        {
            return [];
        }

        if (!IsNumber)
        {
            return Array.FindAll(_codes, code => code != own);
        }

        (double low, double high) = Bounds(own);
        if (!(low <= high))
        {
            return [];
        }

        int steps = Math.Min(MostSteps, _cells.Length - 1);
        IEnumerable<double> wished = [low, high, .. Enumerable.Range(0, steps + 1).Select(i => _cells[(int)((long)i * (_cells.Length - 1) / Math.Max(1, steps))])];
        return [.. wished.Select(wish => Nearest(own, wish)).Where(cell => !cell.Equals(own)).Distinct().Order()];
    }

    /// <summary>Lists allowed numbers between one that lies nearer to the row's own and one that lies farther, the nearest first, without either.</summary>
    internal double[] Between(double own, double near, double far, int most)
    {
        var found = new List<double>();
        double last = near;
        for (int i = 1; i <= most; i++)
        {
            double cell = Nearest(own, near + ((far - near) * i / (most + 1)));
            if (cell != last && cell != far && (cell - near) * (far - cell) > 0)
            {
                found.Add(cell);
                last = cell;
            }
        }

        return [.. found];
    }

    /// <summary>Determines whether two numbers are so near that there is no use in looking between them.</summary>
    internal bool IsFine(double near, double far)
    {
        const double Fine = 1e-6;
        return Math.Abs(near - far) <= Math.Max(_step, Fine * _scale);
    }

    private bool IsAllowed(double code) => _constraint.Levels is not { } levels || levels.Contains(CellText.Of(Column, code), StringComparer.Ordinal);

    private (double Low, double High) Bounds(double own) => double.IsNaN(own)
        ? _constraint.Direction == ChangeDirection.Any ? (_low, _high) : (double.NaN, double.NaN)
        : (_constraint.Direction == ChangeDirection.Increase ? Math.Max(own, _low) : _low, _constraint.Direction == ChangeDirection.Decrease ? Math.Min(own, _high) : _high);

    /// <summary>Finds the whole multiple of the step next to a number within bounds; null if there is none.</summary>
    private double? Snap(double value, double low, double high)
    {
        if (_step == 0)
        {
            return value;
        }

        // Rounding errors of a tenth part of a step, as 3 x 0.1, are none of the table's.
        double Multiple(double count) => Math.Round(count * _step, _decimals);
        double count = Math.Round(value / _step), slack = 1e-9 * _step;
        double cell = Multiple(count);
        cell = cell > high + slack ? Multiple(count - 1) : cell < low - slack ? Multiple(count + 1) : cell;
        return cell >= low - slack && cell <= high + slack ? cell : null;
    }

    private static double? ScaleOf(double[] sorted)
    {
        if (sorted.Length == 0)
        {
            return null;
        }

        double median = SortedQuantile.Of(sorted, 0.5);
        double[] away = [.. sorted.Select(cell => Math.Abs(cell - median)).Order()];
        double mad = SortedQuantile.Of(away, 0.5);

        // Where more than half of the cells are the same, as with many zeros, the median deviation is 0 and the mean one is not.
        double scale = mad > 0 ? mad : away.Average();
        return scale > 0 ? scale : null;
    }

    private static (double Step, int Decimals) StepOf(FeatureKind kind, double[] cells, double scale)
    {
        if (kind == FeatureKind.Timestamp)
        {
            return (Array.TrueForAll(cells, cell => cell % SecondsOfDay == 0) ? SecondsOfDay : 1, 0);
        }

        // Cells of more digits than are written by hand are measured or computed: a ten-thousandth of what is usual between them is as good as any digit after it.
        int decimals = cells.Length > 0 && DecimalsOf(cells) is { } written and <= MostDecimals ? written : (int)Math.Ceiling(-Math.Log10(FinestShare * scale));
        return decimals is >= 0 and <= 15 ? (Math.Round(Math.Pow(10, -decimals), decimals), decimals) : (0, 0);
    }

    /// <summary>Finds the number of decimals that numbers have; null if they have more than can be told from rounding.</summary>
    private static int? DecimalsOf(double[] cells)
    {
        const int Most = 12;
        int decimals = 0;
        foreach (double cell in cells)
        {
            while (decimals <= Most && Math.Round(cell, decimals) != cell)
            {
                decimals++;
            }
        }

        return decimals <= Most ? decimals : null;
    }
}
