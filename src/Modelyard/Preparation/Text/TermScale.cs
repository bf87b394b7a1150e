namespace Modelyard.Preparation.Text;

/// <summary>Brings the values of one text to a norm.</summary>
internal static class TermScale
{
    internal static void Apply(TermNorm norm, Span<double> values)
    {
        double sum = 0;
        if (norm == TermNorm.None)
        {
            return;
        }

        foreach (double value in values)
        {
            sum += norm == TermNorm.L1 ? Math.Abs(value) : value * value;
        }

        // A text without a term stays 0.
        double length = norm == TermNorm.L1 ? sum : Math.Sqrt(sum);
        if (length > 0)
        {
            foreach (ref double value in values)
            {
                value /= length;
            }
        }
    }
}
