using Modelyard.Numerics;

namespace Modelyard.Metrics;

/// <summary>Computes the loss of each row from predicted probabilities; a score is their weighted mean.</summary>
/// <remarks>Definitions are those of scikit-learn 1.2; a row whose probabilities hold a NaN has the loss NaN.</remarks>
public static class ProbabilityScores
{
    private const double Epsilon = 2.220446049250313e-16;

    /// <summary>Computes the negative logarithm of the probability of the true class.</summary>
    /// <param name="labels">The true class of each row.</param>
    /// <param name="probabilities">The probabilities, rows x classes; clipped to [2^-52, 1 - 2^-52] and brought to sum 1.</param>
    /// <param name="losses">Receives one loss a row.</param>
    public static void LogLosses(ReadOnlySpan<int> labels, Matrix probabilities, Span<double> losses)
    {
        ArgumentNullException.ThrowIfNull(probabilities);
        for (int row = 0; row < labels.Length; row++)
        {
            double sum = 0;
            ReadOnlySpan<double> own = probabilities.Row(row);
            foreach (double probability in own)
            {
                sum += Math.Clamp(probability, Epsilon, 1 - Epsilon);
            }

            losses[row] = -Math.Log(Math.Clamp(own[labels[row]], Epsilon, 1 - Epsilon) / sum);
        }
    }

    /// <summary>Computes the log loss of each row that is to be expected if its probabilities are right: their entropy.</summary>
    /// <param name="probabilities">The probabilities, rows x classes; clipped and brought to sum 1 as <see cref="LogLosses"/> does.</param>
    /// <param name="losses">Receives one expected loss a row.</param>
    public static void ExpectedLogLosses(Matrix probabilities, Span<double> losses)
    {
        ArgumentNullException.ThrowIfNull(probabilities);
        for (int row = 0; row < probabilities.Rows; row++)
        {
            double sum = 0, logs = 0;
            foreach (double probability in probabilities.Row(row))
            {
                double clipped = Math.Clamp(probability, Epsilon, 1 - Epsilon);
                sum += clipped;
                logs += clipped * Math.Log(clipped);
            }

            losses[row] = Math.Log(sum) - (logs / sum);
        }
    }

    /// <summary>Computes the squared error of the probabilities: for two classes that of the second one, for more the squared distance over all classes.</summary>
    /// <param name="labels">The true class of each row.</param>
    /// <param name="probabilities">The probabilities, rows x classes.</param>
    /// <param name="losses">Receives one loss a row, from 0 to 1 for two classes and from 0 to 2 for more.</param>
    /// <remarks>Source: Brier (1950), Verification of Forecasts Expressed in Terms of Probability, Monthly Weather Review 78(1).</remarks>
    public static void BrierLosses(ReadOnlySpan<int> labels, Matrix probabilities, Span<double> losses)
    {
        ArgumentNullException.ThrowIfNull(probabilities);
        for (int row = 0; row < labels.Length; row++)
        {
            ReadOnlySpan<double> own = probabilities.Row(row);
            double sum = 0;
            for (int k = own.Length == 2 ? 1 : 0; k < own.Length; k++)
            {
                double error = own[k] - (labels[row] == k ? 1 : 0);
                sum += error * error;
            }

            losses[row] = sum;
        }
    }

    /// <summary>Says of each row whether the true class is among the k most probable ones: 1 if so, else 0.</summary>
    /// <param name="labels">The true class of each row.</param>
    /// <param name="probabilities">The probabilities, rows x classes; of equals, the later class ranks first.</param>
    /// <param name="count">How many classes count as a hit, at least 1.</param>
    /// <param name="hits">Receives 1 or 0 a row.</param>
    public static void TopHits(ReadOnlySpan<int> labels, Matrix probabilities, int count, Span<double> hits)
    {
        ArgumentNullException.ThrowIfNull(probabilities);
        for (int row = 0; row < labels.Length; row++)
        {
            ReadOnlySpan<double> own = probabilities.Row(row);
            int label = labels[row], before = 0;
            for (int k = 0; k < own.Length; k++)
            {
                before += own[k] > own[label] || (own[k] == own[label] && k > label) ? 1 : 0;
            }

            hits[row] = before < count ? 1 : 0;
        }
    }
}
