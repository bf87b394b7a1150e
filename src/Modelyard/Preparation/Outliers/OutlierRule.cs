namespace Modelyard.Preparation.Outliers;

/// <summary>Represents how the limits of a column are found from its values.</summary>
/// <remarks>Values without a spread, by which nothing could be told apart, and those whose limits no number can hold, have no limits.</remarks>
internal sealed record OutlierRule
{
    // The median distance to the median of a normal distribution is its standard deviation by this, and the mean distance by that.
    private const double MedianToDeviation = 1.482602218505602;
    private const double MeanToDeviation = 1.2533141373155001;

    private OutlierRule(OutlierMethod method, double lower, double upper, OutlierSides sides)
    {
        Method = method;
        Lower = lower;
        Upper = upper;
        Sides = sides;
    }

    /// <summary>Gets how the limits are found.</summary>
    internal OutlierMethod Method { get; }

    /// <summary>Gets the level, the multiple or the limit of the lower side.</summary>
    internal double Lower { get; }

    /// <summary>Gets the level, the multiple or the limit of the upper side.</summary>
    internal double Upper { get; }

    /// <summary>Gets on which sides there are limits.</summary>
    internal OutlierSides Sides { get; }

    /// <summary>Creates a rule, with the method's own figures where none are given.</summary>
    /// <exception cref="ModelyardException">The figures do not suit the method.</exception>
    internal static OutlierRule Of(OutlierMethod method, double? lower, double? upper, OutlierSides sides)
    {
        (double usualLower, double usualUpper) = method switch
        {
            OutlierMethod.Quantile => (0.01, 0.99),
            OutlierMethod.Deviation => (3, 3),
            OutlierMethod.InterquartileRange => (1.5, 1.5),
            OutlierMethod.MedianDeviation => (3.5, 3.5),
            OutlierMethod.Fixed => (double.NegativeInfinity, double.PositiveInfinity),
            OutlierMethod.Isolation => (upper ?? 0.01, lower ?? 0.01),
            _ => throw new ArgumentOutOfRangeException(nameof(method), method, $"The method '{method}' is not known."),
        };
        var rule = new OutlierRule(method, lower ?? usualLower, upper ?? usualUpper, sides);
        return rule.Problem() is { } problem ? throw new ModelyardException(problem) : rule;
    }

    /// <summary>Finds the limits of a column.</summary>
    /// <param name="column">The name of the column.</param>
    /// <param name="sample">Its values.</param>
    internal OutlierLimits Find(string column, IOutlierSample sample)
    {
        if (sample.IsEmpty)
        {
            return new OutlierLimits(column) { Note = "no value" };
        }

        (double lower, double upper) = Bounds(sample);
        if (double.IsNaN(lower) || double.IsNaN(upper))
        {
            return new OutlierLimits(column) { Note = sample.Minimum == sample.Maximum ? "one value only" : "no spread to tell by" };
        }

        (double least, double greatest) = Method == OutlierMethod.Quantile ? Ranked(sample) : (sample.LeastFrom(lower), sample.GreatestTo(upper));
        var limits = new OutlierLimits(column)
        {
            Lower = lower,
            Upper = upper,
            LeastKept = double.IsNaN(least) ? lower : least,
            GreatestKept = double.IsNaN(greatest) ? upper : greatest,
        };
        return Sides switch
        {
            OutlierSides.Lower => limits with { Upper = double.PositiveInfinity, GreatestKept = double.PositiveInfinity },
            OutlierSides.Upper => limits with { Lower = double.NegativeInfinity, LeastKept = double.NegativeInfinity },
            _ => limits,
        };
    }

    /// <summary>Finds between what values are no outliers, of which at least one is present; NaN if nothing tells.</summary>
    internal (double Lower, double Upper) Bounds(IOutlierSample sample) => Method switch
    {
        OutlierMethod.Quantile => (sample.Quantile(Lower), sample.Quantile(Upper)),
        OutlierMethod.Fixed => (Lower, Upper),
        _ => Around(sample),
    };

    /// <summary>Gets the levels of the quantiles that <see cref="Bounds"/> asks for.</summary>
    internal double[] Levels => Method switch
    {
        OutlierMethod.Quantile => [Lower, Upper],
        OutlierMethod.InterquartileRange => [0.25, 0.75],
        OutlierMethod.MedianDeviation => [0.5],
        _ => [],
    };

    /// <summary>Gets the ranks of the values that remain the least and the greatest when the shares beyond the levels, rounded down to whole rows, are set to them: as SciPy's winsorize does.</summary>
    /// <param name="count">The number of values, or their weight.</param>
    internal (double Least, double Greatest) RanksKept(double count) => (Whole(Lower * count), Math.Max(0, count - 1 - Whole((1 - Upper) * count)));

    /// <summary>Finds the limits so many units below and above; NaN if the unit is 0 or not finite.</summary>
    private (double Lower, double Upper) Around(IOutlierSample sample)
    {
        (double below, double above, double unit) = Method switch
        {
            OutlierMethod.InterquartileRange => (sample.Quantile(0.25), sample.Quantile(0.75), sample.Quantile(0.75) - sample.Quantile(0.25)),
            OutlierMethod.MedianDeviation => Median(sample),
            _ => Mean(sample),
        };

        bool isHeld = double.IsFinite(unit) && unit > 0 && double.IsFinite(below);
        return isHeld ? (below - (Lower * unit), above + (Upper * unit)) : (double.NaN, double.NaN);
    }

    private static (double Center, double Same, double Unit) Mean(IOutlierSample sample)
    {
        double mean = sample.Mean(), count = sample.TotalWeight;
        return (mean, mean, sample.Deviation() * Math.Sqrt(count / Math.Max(1, count - 1)));
    }

    private static (double Center, double Same, double Unit) Median(IOutlierSample sample)
    {
        double median = sample.Quantile(0.5);

        // Where more than half of the values are one, the median distance is 0 and the mean distance takes its place, as Iglewicz and Hoaglin advise.
        (double typical, double mean) = sample.Distances(median);
        return (median, median, typical > 0 ? MedianToDeviation * typical : MeanToDeviation * mean);
    }

    private (double Least, double Greatest) Ranked(IOutlierSample sample)
    {
        (double least, double greatest) = RanksKept(sample.TotalWeight);
        return (sample.At(least), sample.At(greatest));
    }

    // A tenth of ten rows is one row, though 1 - 0.9 is less than a tenth.
    private static double Whole(double rows) => Math.Floor(rows + 1e-9);

    private string? Problem() => Method switch
    {
        OutlierMethod.Quantile when !(Lower >= 0 && Lower < Upper && Upper <= 1) =>
            FormattableString.Invariant($"The levels of the quantiles are '{Lower}' and '{Upper}' and must be from 0 to 1, the lower first."),
        OutlierMethod.Fixed when !(Lower <= Upper) => FormattableString.Invariant($"The limits are '{Lower}' and '{Upper}' and the lower must come first."),
        OutlierMethod.Fixed when double.IsInfinity(Lower) && double.IsInfinity(Upper) => "There is no limit: give the lower one, the upper one or both.",
        OutlierMethod.Quantile or OutlierMethod.Fixed => null,
        OutlierMethod.Isolation when !(Upper > 0 && Upper <= 0.5 && Lower.Equals(Upper)) =>
            FormattableString.Invariant($"The share of the rows that an isolation forest takes for outliers is '{(Lower.Equals(Upper) ? Upper : $"{Lower}' and '{Upper}")}' and must be one number, greater than 0 and at most 0.5."),
        OutlierMethod.Isolation => Sides == OutlierSides.Both ? null : "An isolation forest finds unusual rows, which have no sides. Leave the sides out.",
        _ when !(Lower > 0 && Upper > 0 && double.IsFinite(Lower + Upper)) => FormattableString.Invariant($"The multiples are '{Lower}' and '{Upper}' and must be greater than 0."),
        _ => null,
    };
}
