namespace Modelyard.Bayes;

/// <summary>Turns logarithms of joint densities into probabilities.</summary>
internal static class LogJoint
{
    /// <summary>Normalises in place. Where every density vanishes, the priors are left to say anything.</summary>
    /// <param name="values">The logarithms, one a class; receives probabilities.</param>
    /// <param name="priors">The probability of each class before the row is seen.</param>
    internal static void Normalise(Span<double> values, ReadOnlySpan<double> priors)
    {
        double greatest = double.NegativeInfinity;
        foreach (double value in values)
        {
            greatest = Math.Max(greatest, value);
        }

        if (!double.IsFinite(greatest))
        {
            priors.CopyTo(values);
            return;
        }

        double sum = 0;
        for (int label = 0; label < values.Length; label++)
        {
            sum += values[label] = Math.Exp(values[label] - greatest);
        }

        for (int label = 0; label < values.Length; label++)
        {
            values[label] /= sum;
        }
    }
}
