using Modelyard.Learning;

namespace Modelyard.Linear;

/// <summary>Checks what a stored linear model claims to have learned, and weighs its features.</summary>
internal static class CoefficientChecks
{
    internal static void Finite(string name, ReadOnlySpan<double> values)
    {
        foreach (double value in values)
        {
            if (!double.IsFinite(value))
            {
                throw new ModelFormatException($"The value '{name}' of the model holds '{value}' and must hold finite numbers.");
            }
        }
    }

    internal static void Importances(ReadOnlySpan<double> values)
    {
        foreach (double value in values)
        {
            if (!(value >= 0 && value <= 1))
            {
                throw new ModelFormatException($"The value 'importances' of the model holds '{value}' and must hold shares from 0 to 1.");
            }
        }
    }

    /// <summary>Scales sizes to shares of their sum, in place.</summary>
    internal static double[] Shares(double[] sizes)
    {
        double sum = 0;
        foreach (double size in sizes)
        {
            sum += size;
        }

        for (int i = 0; i < sizes.Length; i++)
        {
            sizes[i] = sum > 0 && double.IsFinite(sum) ? sizes[i] / sum : 0;
        }

        return sizes;
    }
}
