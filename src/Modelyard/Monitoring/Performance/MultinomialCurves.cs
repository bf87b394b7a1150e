using Modelyard.Numerics;

namespace Modelyard.Monitoring;

/// <summary>Represents the curves that bring the scores of three classes or more to their chances, which sum to 1.</summary>
/// <remarks>The classes share how logarithms are stretched, bent and blended; each has a shift of its own, and a step where it is predicted.</remarks>
internal sealed class MultinomialCurves : ChanceCurves
{
    private const double Ridge = 1, WeakRidge = 1e-3;
    private const int MostSteps = 30, MostHalvings = 12, StepsAgain = 5;

    private readonly int _classes, _shared;
    private readonly double _middle, _spread;
    private readonly double[] _knots, _factors;

    // That of the rows that were learned from; steps from other weights of the same rows take it as well.
    private readonly Cholesky? _curvature;

    private MultinomialCurves(int classes, bool isBlended, (double Middle, double Spread, double[] Knots) bend, double[]? factors = null, Cholesky? curvature = null)
    {
        _classes = classes;
        (_middle, _spread, _knots) = bend;
        IsBlended = isBlended;
        _shared = 1 + _knots.Length + (isBlended ? 1 : 0);
        _factors = factors ?? new double[_shared + (2 * classes)];
        _curvature = curvature;
    }

    private bool IsBlended { get; }

    /// <summary>Gets the number of columns of each class: what the classes share, and the logarithm of the score.</summary>
    private int Width => _shared + 1;

    internal static new MultinomialCurves Learn(ScoredRows rows, int[] labels, double[] weights)
    {
        Matrix scores = rows.Scores;
        double[] places = new double[scores.Rows * scores.Columns];
        for (int i = 0; i < places.Length; i++)
        {
            places[i] = Logarithm(scores[i / scores.Columns, i % scores.Columns]);
        }

        var flat = new MultinomialCurves(scores.Columns, rows.Opinions is not null, Bend(places, scores.Rows, rows.Opinions is not null));
        return flat.Solve(flat.Lay(rows), rows.Predicted, labels, weights);
    }

    internal override Matrix Lay(ScoredRows rows)
    {
        var laid = new Matrix(rows.Scores.Rows, _classes * Width);
        for (int row = 0; row < laid.Rows; row++)
        {
            for (int k = 0; k < _classes; k++)
            {
                Span<double> own = laid.Row(row).Slice(k * Width, Width);
                double logarithm = Logarithm(rows.Scores[row, k]), place = (logarithm - _middle) / _spread;
                own[0] = place;
                for (int i = 0; i < _knots.Length; i++)
                {
                    own[1 + i] = Math.Max(0, place - _knots[i]);
                }

                if (IsBlended)
                {
                    own[_shared - 1] = Logarithm(rows.Opinions![row, k]) - logarithm;
                }

                own[_shared] = logarithm;
            }
        }

        return laid;
    }

    internal override ChanceCurves Again(Matrix laid, int[] predicted, int[] labels, double[] weights)
    {
        double[] learned = [.. _factors], step = new double[_factors.Length];
        for (int round = 0; round < StepsAgain && _curvature is not null; round++)
        {
            Derive(laid, predicted, labels, weights, learned, step, null);
            _curvature.Solve(step);
            VectorKernels.Axpy(-1, step, learned);
        }

        return With(learned, _curvature);
    }

    internal override void Apply(Matrix laid, int[] predicted, Matrix chances)
    {
        for (int row = 0; row < laid.Rows; row++)
        {
            Chances(laid.Row(row), predicted[row], _factors, chances.Row(row));
        }
    }

    private static double Logarithm(double score) => Math.Log(Math.Max(score, Margin));

    private MultinomialCurves With(double[] factors, Cholesky? curvature) => new(_classes, IsBlended, (_middle, _spread, _knots), factors, curvature);

    /// <summary>Minimises the penalised log loss by Newton's steps, which are halved until they lower it.</summary>
    private MultinomialCurves Solve(Matrix laid, int[] predicted, int[] labels, double[] weights)
    {
        int width = _factors.Length;
        double[] learned = [.. _factors], step = new double[width], tried = new double[width];
        Cholesky? root = null;
        double loss = Loss(laid, predicted, labels, weights, learned);
        for (int round = 0; round < MostSteps; round++)
        {
            var curvature = new Matrix(width, width);
            Derive(laid, predicted, labels, weights, learned, step, curvature);
            if (!Cholesky.TryOf(curvature, out root))
            {
                break;
            }

            root.Solve(step);
            double share = 1, next = loss;
            for (int halving = 0; halving <= MostHalvings; halving++, share /= 2)
            {
                for (int j = 0; j < width; j++)
                {
                    tried[j] = learned[j] - (share * step[j]);
                }

                next = Loss(laid, predicted, labels, weights, tried);
                if (next <= loss)
                {
                    break;
                }
            }

            bool isDone = loss - next <= 1e-9 * Math.Abs(loss);
            if (next <= loss)
            {
                tried.CopyTo(learned, 0);
                loss = next;
            }

            if (isDone)
            {
                break;
            }
        }

        return With(learned, root);
    }

    private double Loss(Matrix laid, int[] predicted, int[] labels, double[] weights, double[] factors)
    {
        double[] chances = new double[_classes];
        double sum = 0;
        for (int row = 0; row < laid.Rows; row++)
        {
            if (weights[row] > 0)
            {
                Chances(laid.Row(row), predicted[row], factors, chances);
                sum -= weights[row] * Math.Log(Math.Max(chances[labels[row]], double.Epsilon));
            }
        }

        for (int j = 0; j < factors.Length; j++)
        {
            sum += 0.5 * Penalty(j) * factors[j] * factors[j];
        }

        return sum;
    }

    private void Chances(ReadOnlySpan<double> laid, int predicted, double[] factors, Span<double> chances)
    {
        double greatest = double.NegativeInfinity, sum = 0;
        for (int k = 0; k < _classes; k++)
        {
            ReadOnlySpan<double> own = laid.Slice(k * Width, Width);
            double level = own[_shared] + factors[_shared + k] + (k == predicted ? factors[_shared + _classes + k] : 0);
            for (int j = 0; j < _shared; j++)
            {
                level += own[j] * factors[j];
            }

            chances[k] = level;
            greatest = Math.Max(greatest, level);
        }

        foreach (ref double one in chances)
        {
            one = Math.Exp(one - greatest);
            sum += one;
        }

        VectorKernels.Scale(1 / sum, chances);
    }

    /// <summary>Computes the slope of the loss, and its curvature if that is wanted.</summary>
    private void Derive(Matrix laid, int[] predicted, int[] labels, double[] weights, double[] factors, double[] slope, Matrix? curvature)
    {
        double[] chances = new double[_classes], mean = new double[_shared];
        slope.AsSpan().Clear();
        for (int row = 0; row < laid.Rows; row++)
        {
            double weight = weights[row];
            if (weight == 0)
            {
                continue;
            }

            ReadOnlySpan<double> own = laid.Row(row);
            int said = predicted[row];
            Chances(own, said, factors, chances);
            mean.AsSpan().Clear();
            for (int k = 0; k < _classes; k++)
            {
                double gap = weight * (chances[k] - (labels[row] == k ? 1 : 0));
                ReadOnlySpan<double> features = own.Slice(k * Width, _shared);
                for (int j = 0; j < _shared; j++)
                {
                    slope[j] += gap * features[j];
                    mean[j] += chances[k] * features[j];
                }

                slope[_shared + k] += gap;
                slope[_shared + _classes + k] += k == said ? gap : 0;
            }

            if (curvature is not null)
            {
                Bend(own, said, weight, chances, mean, curvature);
            }
        }

        for (int j = 0; j < slope.Length; j++)
        {
            slope[j] += Penalty(j) * factors[j];
            for (int l = 0; curvature is not null && l < j; l++)
            {
                curvature[j, l] = curvature[l, j];
            }

            if (curvature is not null)
            {
                curvature[j, j] += Penalty(j);
            }
        }
    }

    /// <summary>Adds the curvature of a row above the diagonal: the covariance of its classes' features under the chances.</summary>
    private void Bend(ReadOnlySpan<double> own, int said, double weight, double[] chances, double[] mean, Matrix curvature)
    {
        int step = _shared + _classes + said;
        for (int k = 0; k < _classes; k++)
        {
            double heavy = weight * chances[k];
            ReadOnlySpan<double> features = own.Slice(k * Width, _shared);
            for (int j = 0; j < _shared; j++)
            {
                double part = heavy * (features[j] - mean[j]);
                curvature[j, _shared + k] += part;
                curvature[j, step] += k == said ? part : 0;
                for (int l = j; l < _shared; l++)
                {
                    curvature[j, l] += part * features[l];
                }
            }

            Span<double> line = curvature.Row(_shared + k);
            for (int l = k; l < _classes; l++)
            {
                line[_shared + l] -= heavy * chances[l];
            }

            line[_shared + k] += heavy;
            line[step] += heavy * ((k == said ? 1 : 0) - chances[said]);
        }

        curvature[step, step] += weight * chances[said] * (1 - chances[said]);
    }

    // The shifts are all but free.
    private double Penalty(int factor) => factor >= _shared && factor < _shared + _classes ? WeakRidge : Ridge;
}
