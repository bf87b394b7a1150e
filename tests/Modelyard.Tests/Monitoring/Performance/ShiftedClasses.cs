using Modelyard.Learning;
using Modelyard.Linear;
using Modelyard.Numerics;

namespace Modelyard.Tests.Monitoring;

/// <summary>Makes rows of classes whose law given the inputs is known, with inputs that move; the model that is watched is wrong about that law.</summary>
internal static class ShiftedClasses
{
    internal static readonly string[] Two = ["no", "yes"], Three = ["a", "b", "c"];

    internal static readonly FitContext Context = new() { Parallelism = 2 };

    /// <summary>A logistic regression, which sees neither the square nor the product in the law.</summary>
    internal static IClassificationModel Model { get; } = new LogisticRegression().Fit(Rows(1500, 999), Context);

    /// <summary>Makes rows.</summary>
    /// <param name="rows">How many.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="shift">By how much the first input has moved; the third moves half as far the other way.</param>
    /// <param name="drift">Whether the first input has come to mean the opposite: concept drift.</param>
    internal static Dataset Rows(int rows, ulong seed, double shift = 0, bool drift = false)
    {
        var random = new RandomStream(seed);
        var features = new Matrix(rows, 3);
        int[] labels = new int[rows];
        for (int row = 0; row < rows; row++)
        {
            Span<double> own = features.Row(row);
            for (int j = 0; j < own.Length; j++)
            {
                own[j] = random.NextGaussian() + (j == 0 ? shift : j == 2 ? -0.5 * shift : 0);
            }

            double odds = 0.3 + (1.2 * (drift ? -own[0] : own[0])) - (0.8 * own[1] * own[1]) + (0.9 * own[0] * own[2]);
            labels[row] = random.NextDouble() < 1 / (1 + Math.Exp(-odds)) ? 1 : 0;
        }

        return Dataset.ForClassification(features, labels, Two);
    }

    /// <summary>Makes chances and labels that follow them: probabilities that hold as they are.</summary>
    internal static (Matrix Chances, int[] Labels) Calibrated(int rows, ulong seed, int classes, double spread = 1.5)
    {
        var random = new RandomStream(seed);
        var chances = new Matrix(rows, classes);
        int[] labels = new int[rows];
        for (int row = 0; row < rows; row++)
        {
            double sum = 0;
            for (int k = 0; k < classes; k++)
            {
                chances[row, k] = Math.Exp(spread * random.NextGaussian());
                sum += chances[row, k];
            }

            VectorKernels.Scale(1 / sum, chances.Row(row));
            double left = random.NextDouble();
            for (labels[row] = 0; labels[row] < classes - 1 && (left -= chances[row, labels[row]]) >= 0; labels[row]++)
            {
            }
        }

        return (chances, labels);
    }
}
