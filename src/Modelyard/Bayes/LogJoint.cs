using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Bayes;

/// <summary>Turns logarithms of joint densities into probabilities.</summary>
internal static class LogJoint
{
    /// <summary>The lead of a logarithm with which its class is the most probable beyond all rounding of the probabilities.</summary>
    private const double ClearLead = 1e-12;

    /// <summary>Computes the logarithms of a row.</summary>
    /// <param name="row">The features.</param>
    /// <param name="joint">Receives one logarithm a class.</param>
    internal delegate void JointOfRow(ReadOnlySpan<double> row, Span<double> joint);

    /// <summary>Finds the most probable class of many rows.</summary>
    /// <param name="rows">The features, rows x features.</param>
    /// <param name="classes">Receives one class a row.</param>
    /// <param name="block">The rows that a thread takes at a time.</param>
    /// <param name="degree">The greatest number of threads.</param>
    /// <param name="priors">The probability of each class before a row is seen.</param>
    /// <param name="joint">Computes the logarithms of a row, on any thread.</param>
    internal static unsafe void Classify(Matrix rows, Span<int> classes, int block, int degree, double[] priors, JointOfRow joint)
    {
        // A span cannot be captured; the pointer is valid for as long as this method runs, and so is the loop.
        fixed (int* start = classes)
        {
            int* output = start;
            ParallelLoop.Blocks(rows.Rows, block, degree, (first, count) =>
            {
                using var values = new ScratchBuffer(NarrowProduct.Pad(priors.Length));
                for (int row = first; row < first + count; row++)
                {
                    values.Span[priors.Length..].Fill(double.NegativeInfinity);
                    joint(rows.Row(row), values.Span[..priors.Length]);
                    output[row] = MostProbable(values.Span, priors);
                }
            });
        }
    }

    /// <summary>Finds the most probable class: by the logarithms alone where one leads clearly, else by the probabilities.</summary>
    /// <param name="values">The logarithms, padded by minus infinities to whole vectors; they may be overwritten.</param>
    /// <param name="priors">The probability of each class before the row is seen.</param>
    /// <returns>The zero-based class.</returns>
    internal static int MostProbable(Span<double> values, ReadOnlySpan<double> priors)
    {
        int leader = ScoreWeights.Leader(values, ClearLead);
        if (leader >= 0)
        {
            return leader;
        }

        Span<double> probabilities = values[..priors.Length];
        Normalise(probabilities, priors);
        return BatchPrediction.MostProbable(probabilities);
    }

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
