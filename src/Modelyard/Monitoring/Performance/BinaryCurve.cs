using Modelyard.Numerics;

namespace Modelyard.Monitoring;

/// <summary>Represents the curve that brings the score of the second of two classes to its chance.</summary>
/// <param name="middle">The mean of the log-odds.</param>
/// <param name="spread">Their standard deviation.</param>
/// <param name="knots">Where they are bent, in standard deviations from the mean.</param>
/// <param name="factors">What was learned: a shift, a slope, a step, bends, and the share of the second opinion if there is one.</param>
internal sealed class BinaryCurve(double middle, double spread, double[] knots, double[] factors) : ChanceCurves
{
    private const double Ridge = 1, WeakRidge = 1e-3;
    private const int MostSteps = 30, MostHalvings = 12, StepsAgain = 3, First = 3;

    internal static new BinaryCurve Learn(ScoredRows rows, int[] labels, double[] weights)
    {
        double[] odds = new double[rows.Scores.Rows];
        for (int row = 0; row < odds.Length; row++)
        {
            odds[row] = LogOdds(rows.Scores[row, 1]);
        }

        (double middle, double spread, double[] knots) = Bend(odds, odds.Length, rows.Opinions is not null);
        var flat = new BinaryCurve(middle, spread, knots, new double[First + knots.Length + (rows.Opinions is null ? 0 : 1)]);
        return flat.Solve(flat.Lay(rows), labels, weights, MostSteps, isGuarded: true);
    }

    internal override Matrix Lay(ScoredRows rows)
    {
        int width = factors.Length;
        var laid = new Matrix(rows.Scores.Rows, width + 1);
        for (int row = 0; row < laid.Rows; row++)
        {
            Span<double> own = laid.Row(row);
            double odds = LogOdds(rows.Scores[row, 1]), place = (odds - middle) / spread;
            own[0] = 1;
            own[1] = place;
            own[2] = rows.Predicted[row];
            for (int i = 0; i < knots.Length; i++)
            {
                own[First + i] = Math.Max(0, place - knots[i]);
            }

            if (rows.Opinions is { } opinions)
            {
                own[width - 1] = LogOdds(opinions[row, 1]) - odds;
            }

            own[width] = odds;
        }

        return laid;
    }

    internal override ChanceCurves Again(Matrix laid, int[] predicted, int[] labels, double[] weights) => Solve(laid, labels, weights, StepsAgain, isGuarded: false);

    internal override void Apply(Matrix laid, int[] predicted, Matrix chances)
    {
        for (int row = 0; row < laid.Rows; row++)
        {
            chances[row, 1] = Logistic(Odds(laid.Row(row), factors));
            chances[row, 0] = 1 - chances[row, 1];
        }
    }

    /// <summary>Minimises the penalised log loss by Newton's steps, which are halved until they lower it if they are guarded.</summary>
    private BinaryCurve Solve(Matrix laid, int[] labels, double[] weights, int steps, bool isGuarded)
    {
        int width = factors.Length;
        var curvature = new Matrix(width, width);
        double[] learned = [.. factors], step = new double[width], tried = new double[width];
        double loss = isGuarded ? Loss(laid, labels, weights, learned) : 0;
        for (int round = 0; round < steps; round++)
        {
            Derive(laid, labels, weights, learned, curvature, step);
            if (!Cholesky.TryOf(curvature, out Cholesky? root))
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

                if (!isGuarded || (next = Loss(laid, labels, weights, tried)) <= loss)
                {
                    break;
                }
            }

            tried.CopyTo(learned, 0);
            bool isDone = isGuarded && loss - next <= 1e-10 * Math.Abs(loss);
            loss = next;
            if (isDone)
            {
                break;
            }
        }

        return new BinaryCurve(middle, spread, knots, learned);
    }

    private static double Loss(Matrix laid, int[] labels, double[] weights, double[] factors)
    {
        double sum = 0;
        for (int row = 0; row < laid.Rows; row++)
        {
            double odds = Odds(laid.Row(row), factors);
            sum += weights[row] * (Math.Max(odds, 0) + Math.Log(1 + Math.Exp(-Math.Abs(odds))) - (labels[row] * odds));
        }

        for (int j = 0; j < factors.Length; j++)
        {
            sum += 0.5 * Penalty(j) * factors[j] * factors[j];
        }

        return sum;
    }

    private static void Derive(Matrix laid, int[] labels, double[] weights, double[] factors, Matrix curvature, double[] slope)
    {
        int width = factors.Length;
        curvature.AsSpan().Clear();
        slope.AsSpan().Clear();
        for (int row = 0; row < laid.Rows; row++)
        {
            if (weights[row] == 0)
            {
                continue;
            }

            ReadOnlySpan<double> own = laid.Row(row);
            double chance = Logistic(Odds(own, factors)), gap = weights[row] * (chance - labels[row]), bend = weights[row] * chance * (1 - chance);
            for (int j = 0; j < width; j++)
            {
                slope[j] += gap * own[j];
                double scaled = bend * own[j];
                Span<double> line = curvature.Row(j);
                for (int l = j; l < width; l++)
                {
                    line[l] += scaled * own[l];
                }
            }
        }

        for (int j = 0; j < width; j++)
        {
            slope[j] += Penalty(j) * factors[j];
            curvature[j, j] += Penalty(j);
            for (int l = 0; l < j; l++)
            {
                curvature[j, l] = curvature[l, j];
            }
        }
    }

    // The shift is all but free.
    private static double Penalty(int factor) => factor == 0 ? WeakRidge : Ridge;

    private static double Odds(ReadOnlySpan<double> own, double[] factors) => own[factors.Length] + VectorKernels.Dot(own[..factors.Length], factors);

    private static double Logistic(double odds)
    {
        double small = Math.Exp(-Math.Abs(odds));
        return odds >= 0 ? 1 / (1 + small) : small / (1 + small);
    }
}
