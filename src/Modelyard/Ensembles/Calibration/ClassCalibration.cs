using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Ensembles;

/// <summary>Represents the calibration of one model: a curve for each class, or one temperature.</summary>
/// <param name="Method">The kind of calibration.</param>
/// <param name="Curves">The curves, one a class; one for two classes, of the second; none for a temperature.</param>
/// <param name="Inverse">One divided by the temperature.</param>
internal readonly record struct ClassCalibration(CalibrationMethod Method, ScoreCalibrator[] Curves, double Inverse)
{
    private const double LeastInverse = 0.01, GreatestInverse = 100;
    private const int TemperatureSteps = 80;

    /// <summary>Learns the calibration of a model from the scores of rows that it did not learn from.</summary>
    internal static ClassCalibration Learn(CalibrationMethod method, Matrix scores, ReadOnlySpan<int> labels, double[] weights, FitContext context)
    {
        if (method == CalibrationMethod.Temperature)
        {
            return new ClassCalibration(method, [], LearnTemperature(scores, labels, weights, context));
        }

        int classes = scores.Columns;
        var curves = new ScoreCalibrator[classes == 2 ? 1 : classes];
        for (int i = 0; i < curves.Length; i++)
        {
            context.Checkpoint();
            int own = classes == 2 ? 1 : i;
            double[] column = new double[scores.Rows];
            bool[] isOwn = new bool[scores.Rows];
            for (int row = 0; row < column.Length; row++)
            {
                column[row] = scores[row, own];
                isOwn[row] = labels[row] == own;
            }

            curves[i] = ScoreCalibrator.Learn(method, column, isOwn, weights, context);
        }

        return new ClassCalibration(method, curves, 1);
    }

    /// <summary>Turns scores into probabilities, in place; a class that never occurred keeps none.</summary>
    internal void Apply(Span<double> scores, ReadOnlySpan<int> present)
    {
        if (Method == CalibrationMethod.Temperature)
        {
            ApplyTemperature(scores);
            return;
        }

        if (scores.Length == 2)
        {
            scores[1] = Curves[0].Apply(scores[1]);
            scores[0] = 1 - scores[1];
            return;
        }

        double sum = 0;
        int at = 0;
        for (int k = 0; k < scores.Length; k++)
        {
            bool isPresent = at < present.Length && present[at] == k;
            at += isPresent ? 1 : 0;
            scores[k] = isPresent ? Curves[k].Apply(scores[k]) : 0;
            sum += scores[k];
        }

        foreach (int k in present)
        {
            scores[k] = sum > 0 ? scores[k] / sum : 1.0 / present.Length;
        }
    }

    private void ApplyTemperature(Span<double> scores)
    {
        double greatest = double.NegativeInfinity;
        foreach (ref double score in scores)
        {
            score = score > 0 ? Inverse * Math.Log(Math.Max(score, ScoreCalibrator.Margin)) : double.NegativeInfinity;
            greatest = Math.Max(greatest, score);
        }

        double sum = 0;
        foreach (ref double score in scores)
        {
            sum += score = Math.Exp(score - greatest);
        }

        foreach (ref double score in scores)
        {
            score /= sum;
        }
    }

    /// <summary>Finds the inverse temperature of the least log loss, which is convex in it, by halving the interval where its slope changes sign.</summary>
    private static double LearnTemperature(Matrix scores, ReadOnlySpan<int> labels, double[] weights, FitContext context)
    {
        int classes = scores.Columns;
        var logarithms = new Matrix(scores.Rows, classes);
        for (int row = 0; row < scores.Rows; row++)
        {
            for (int k = 0; k < classes; k++)
            {
                logarithms[row, k] = Math.Log(Math.Max(scores[row, k], ScoreCalibrator.Margin));
            }
        }

        double low = Math.Log(LeastInverse), high = Math.Log(GreatestInverse);
        double[] powers = new double[classes];
        for (int step = 0; step < TemperatureSteps; step++)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            double middle = 0.5 * (low + high), inverse = Math.Exp(middle), slope = 0;
            for (int row = 0; row < scores.Rows; row++)
            {
                ReadOnlySpan<double> own = logarithms.Row(row);
                double greatest = VectorKernels.Max(own), sum = 0, mean = 0;
                for (int k = 0; k < classes; k++)
                {
                    powers[k] = Math.Exp(inverse * (own[k] - greatest));
                    sum += powers[k];
                    mean += powers[k] * own[k];
                }

                slope += weights[row] * ((mean / sum) - own[labels[row]]);
            }

            (low, high) = slope > 0 ? (low, middle) : (middle, high);
        }

        return Math.Exp(0.5 * (low + high));
    }
}
