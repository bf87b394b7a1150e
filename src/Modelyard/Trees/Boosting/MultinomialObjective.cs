using System.Runtime.Intrinsics;

namespace Modelyard.Trees.Boosting;

/// <summary>Represents the log loss of several classes, with one score a class.</summary>
internal sealed unsafe class MultinomialObjective(int[] labels, int classes, double[]? weights) : Objective(weights, labels.Length)
{
    internal override int Outputs => classes;

    internal override double[] Baseline()
    {
        double[] shares = new double[classes];
        for (int row = 0; row < labels.Length; row++)
        {
            shares[labels[row]] += Weight(row) / TotalWeight;
        }

        // A constant added to all scores changes nothing; these sum to 0.
        double[] logarithms = Array.ConvertAll(shares, share => Math.Log(Math.Max(share, 1e-15)));
        double mean = logarithms.Average();
        return Array.ConvertAll(logarithms, logarithm => logarithm - mean);
    }

    // Eight rows at a time through all classes: the largest score, the exponentials and their sum, the gradients.
    protected override double EvaluateBlock(double* scores, float* gradients, float* hessians, int first, int rows)
    {
        const int Lanes = 8;
        double loss = 0;
        double[] exponentials = new double[classes * Lanes];
        double[] padded = new double[Lanes];
        fixed (double* exponential = exponentials, pad = padded)
        {
            for (int row = first; row < first + rows; row += Lanes)
            {
                int count = Math.Min(Lanes, first + rows - row);
                loss += EvaluateLanes(scores, gradients, hessians, row, count, exponential, pad);
            }
        }

        return loss;
    }

    private double EvaluateLanes(double* scores, float* gradients, float* hessians, int row, int count, double* exponential, double* pad)
    {
        Vector512<double> greatest = Vector512.Create(double.NegativeInfinity);
        for (int k = 0; k < classes; k++)
        {
            greatest = Vector512.Max(greatest, Load(scores + ((long)k * Count) + row, count, pad));
        }

        Vector512<double> sum = default;
        for (int k = 0; k < classes; k++)
        {
            Vector512<double> value = Vector512.Exp(Load(scores + ((long)k * Count) + row, count, pad) - greatest);
            value.Store(exponential + (8 * k));
            sum += value;
        }

        Vector512<double> logarithm = greatest + Vector512.Log(sum);
        double loss = 0;
        for (int lane = 0; lane < count; lane++)
        {
            loss += Weight(row + lane) * (logarithm[lane] - scores[((long)labels[row + lane] * Count) + row + lane]);
        }

        if (gradients is null)
        {
            return loss;
        }

        Vector512<double> inverse = Vector512<double>.One / sum;
        Vector512<double> weight = Vector512<double>.One;
        if (Weights is not null)
        {
            Weights.AsSpan(row, count).CopyTo(new Span<double>(pad, 8));
            weight = Vector512.Load(pad);
        }

        for (int k = 0; k < classes; k++)
        {
            Vector512<double> probability = Vector512.Load(exponential + (8 * k)) * inverse;
            Vector512<double> hessian = probability * (Vector512<double>.One - probability) * weight;
            Store(probability * weight, gradients + ((long)k * Count) + row, count);
            Store(hessian, hessians + ((long)k * Count) + row, count);
        }

        for (int lane = 0; lane < count; lane++)
        {
            int own = labels[row + lane];
            double probability = exponential[(8 * own) + lane] / sum[lane];
            gradients[((long)own * Count) + row + lane] = (float)((probability - 1) * Weight(row + lane));
        }

        return loss;
    }

    private static Vector512<double> Load(double* values, int count, double* pad)
    {
        if (count == 8)
        {
            return Vector512.Load(values);
        }

        new Span<double>(values, count).CopyTo(new Span<double>(pad, 8));
        return Vector512.Load(pad);
    }

    private static void Store(Vector512<double> values, float* destination, int count)
    {
        Vector256<float> narrow = Vector256.Narrow(values.GetLower(), values.GetUpper());
        if (count == 8)
        {
            narrow.Store(destination);
            return;
        }

        for (int lane = 0; lane < count; lane++)
        {
            destination[lane] = narrow[lane];
        }
    }
}
