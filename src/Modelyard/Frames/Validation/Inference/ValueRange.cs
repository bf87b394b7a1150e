namespace Modelyard.Frames.Validation.Inference;

/// <summary>Widens ranges of values by a margin.</summary>
internal static class ValueRange
{
    /// <summary>Widens a range of integers.</summary>
    /// <param name="least">The least value seen.</param>
    /// <param name="greatest">The greatest value seen.</param>
    /// <param name="margin">The share of the span.</param>
    public static (long Minimum, long Maximum) Widen(long least, long greatest, double margin)
    {
        Int128 span = (Int128)greatest - least;
        Int128 basis = span > 0 ? span : Int128.Abs(least);
        Int128 more = (Int128)Math.Ceiling(Math.Min((double)basis * margin, long.MaxValue));
        Int128 minimum = Int128.Max(least - more, least >= 0 ? 0 : long.MinValue), maximum = Int128.Min(greatest + more, greatest <= 0 ? 0 : long.MaxValue);
        return ((long)minimum, (long)maximum);
    }

    /// <summary>Widens a range of finite doubles, to numbers with few digits if there is a margin.</summary>
    /// <param name="least">The least value seen.</param>
    /// <param name="greatest">The greatest value seen.</param>
    /// <param name="margin">The share of the span.</param>
    public static (double Minimum, double Maximum) Widen(double least, double greatest, double margin)
    {
        double span = greatest - least, more = (span > 0 ? span : Math.Abs(least)) * margin;
        if (!double.IsFinite(more) || more == 0)
        {
            return (least, greatest);
        }

        double minimum = Round(least - more, more, Math.Floor), maximum = Round(greatest + more, more, Math.Ceiling);
        minimum = double.IsFinite(minimum) ? Math.Min(minimum, least) : least;
        maximum = double.IsFinite(maximum) ? Math.Max(maximum, greatest) : greatest;
        return (least >= 0 ? Math.Max(minimum, 0) : minimum, greatest <= 0 ? Math.Min(maximum, 0) : maximum);
    }

    /// <summary>Rounds to a tenth of the power of ten below the margin.</summary>
    private static double Round(double value, double margin, Func<double, double> round)
    {
        int digits = 1 - (int)Math.Floor(Math.Log10(margin));
        if (digits is < -15 or > 15)
        {
            return value;
        }

        // Powers of ten up to the fifteenth are exact, so that a division rounds once.
        double power = Math.Pow(10, Math.Abs(digits));
        return digits >= 0 ? round(value * power) / power : round(value / power) * power;
    }
}
