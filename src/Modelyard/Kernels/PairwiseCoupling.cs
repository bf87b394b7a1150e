using Modelyard.Numerics;

namespace Modelyard.Kernels;

/// <summary>Puts the probabilities of pairs of classes together to one probability a class.</summary>
/// <remarks>Source: Wu, Lin and Weng (2004), Probability Estimates for Multi-class Classification by Pairwise Coupling, JMLR 5, the second method.</remarks>
internal static class PairwiseCoupling
{
    private const int LeastSteps = 100;
    private const double Tolerance = 0.005;

    /// <summary>Computes the probabilities.</summary>
    /// <param name="pairs">Row by row, classes x classes: the probability of the first class of the pair against the second.</param>
    /// <param name="probabilities">Receives one probability a class; they sum to 1.</param>
    internal static void Solve(ReadOnlySpan<double> pairs, Span<double> probabilities)
    {
        int classes = probabilities.Length;
        using var scratch = new ScratchBuffer((classes * classes) + classes);
        Span<double> q = scratch.Span[..(classes * classes)];
        Span<double> qp = scratch.Span[(classes * classes)..];
        for (int t = 0; t < classes; t++)
        {
            double diagonal = 0;
            for (int j = 0; j < classes; j++)
            {
                if (j != t)
                {
                    double against = pairs[(j * classes) + t];
                    diagonal += against * against;
                    q[(t * classes) + j] = -against * pairs[(t * classes) + j];
                }
            }

            q[(t * classes) + t] = diagonal;
        }

        probabilities.Fill(1.0 / classes);
        for (int step = 0; step < Math.Max(LeastSteps, classes); step++)
        {
            double pqp = 0;
            for (int t = 0; t < classes; t++)
            {
                qp[t] = VectorKernels.Dot(q.Slice(t * classes, classes), probabilities);
                pqp += probabilities[t] * qp[t];
            }

            double worst = 0;
            foreach (double value in qp)
            {
                worst = Math.Max(worst, Math.Abs(value - pqp));
            }

            if (worst < Tolerance / classes)
            {
                break;
            }

            for (int t = 0; t < classes; t++)
            {
                double own = q[(t * classes) + t];
                double change = (pqp - qp[t]) / own;
                probabilities[t] += change;
                double scale = 1 / (1 + change);
                pqp = (pqp + (change * ((change * own) + (2 * qp[t])))) * scale * scale;
                for (int j = 0; j < classes; j++)
                {
                    qp[j] = (qp[j] + (change * q[(t * classes) + j])) * scale;
                    probabilities[j] *= scale;
                }
            }
        }

        VectorKernels.Scale(1 / VectorKernels.Sum(probabilities), probabilities);
    }
}
