using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Kernels.Margins;

/// <summary>Minimises the squared hinge loss with an L1 penalty, one feature at a time.</summary>
/// <remarks>
/// Each step solves a quadratic model of the objective in one weight and is halved until the objective falls; weights that sit at 0 and will likely stay there are
/// left out of the passes until the others have converged. The tolerance is the sum of violations in a pass, as a share of that of the first.
/// Source: Yuan, Chang, Hsieh and Lin (2010), A Comparison of Optimization Methods and Software for Large-scale L1-regularized Linear Classification, JMLR 11.
/// </remarks>
internal sealed class SparseMarginDescent
{
    private const double LeastCurvature = 1e-12;
    private const double Sufficient = 0.01;
    private const int MostHalvings = 20;

    private readonly LinearProblem _problem;
    private readonly SparseMatrix _columns;
    private readonly double[] _weights;

    // How far each row is from the margin: 1 − side x score.
    private readonly double[] _gaps;

    private SparseMarginDescent(LinearProblem problem)
    {
        _problem = problem;
        _columns = problem.Rows.Columns;
        _weights = new double[problem.Rows.Features + 1];
        _gaps = new double[problem.Rows.Count];
        _gaps.AsSpan().Fill(1);
    }

    /// <summary>Solves a problem.</summary>
    /// <param name="problem">The problem, with sides as targets.</param>
    /// <param name="random">The random numbers for the order of the features.</param>
    /// <param name="context">Cancellation and time.</param>
    public static LinearSolution Solve(LinearProblem problem, RandomStream random, FitContext context) => new SparseMarginDescent(problem).Run(random, context);

    private LinearSolution Run(RandomStream random, FitContext context)
    {
        double tolerance = _problem.Tolerance * _problem.RarerShare(_problem.Priced());
        int[] order = [.. Enumerable.Range(0, _columns.Rows)];
        int active = order.Length;
        double least = double.PositiveInfinity, first = -1;
        for (int pass = 0; pass < _problem.MaxIterations; pass++)
        {
            random.Shuffle(order.AsSpan(0, active));
            double most = 0, sum = 0;
            for (int at = 0; at < active; at++)
            {
                if (context.ShouldStop())
                {
                    return new LinearSolution(_weights, false);
                }

                int feature = order[at];
                (double slope, double curvature) = Derivatives(feature);
                double violation = Violation(_weights[feature], slope, least);
                if (violation < 0)
                {
                    active--;
                    (order[at], order[active]) = (order[active], order[at]);
                    at--;
                    continue;
                }

                most = Math.Max(most, violation);
                sum += violation;
                Move(feature, slope, curvature);
            }

            first = first < 0 ? sum : first;
            if (sum <= tolerance * first || active == 0)
            {
                if (active == order.Length)
                {
                    return new LinearSolution(_weights, true);
                }

                (active, least) = (order.Length, double.PositiveInfinity);
                continue;
            }

            least = most / _gaps.Length;
        }

        return new LinearSolution(_weights, false);
    }

    private (double Slope, double Curvature) Derivatives(int feature)
    {
        SparseRow column = _columns.Row(feature);
        double slope = 0, curvature = 0;
        for (int i = 0; i < column.Count; i++)
        {
            int row = column.Indices[i];
            if (_gaps[row] > 0)
            {
                double priced = _problem.Prices[row] * column.Values[i];
                slope -= priced * _problem.Targets[row] * _gaps[row];
                curvature += priced * column.Values[i];
            }
        }

        return (2 * slope, Math.Max(2 * curvature, LeastCurvature));
    }

    /// <summary>Computes how far a weight is from where it should be; negative if it can be left out for now.</summary>
    private static double Violation(double weight, double slope, double least)
    {
        double above = slope + 1, below = slope - 1;
        if (weight == 0)
        {
            return above < 0 ? -above : below > 0 ? below : above > least && below < -least ? -1 : 0;
        }

        return Math.Abs(weight > 0 ? above : below);
    }

    private void Move(int feature, double slope, double curvature)
    {
        double weight = _weights[feature], above = slope + 1, below = slope - 1;
        double step = above < curvature * weight ? -above / curvature : below > curvature * weight ? -below / curvature : -weight;
        if (Math.Abs(step) < LeastCurvature)
        {
            return;
        }

        SparseRow column = _columns.Row(feature);
        double fall = Math.Abs(weight + step) - Math.Abs(weight) + (slope * step);
        for (int halving = 0; halving < MostHalvings; halving++, step /= 2, fall /= 2)
        {
            if (Change(column, step) + Math.Abs(weight + step) - Math.Abs(weight) <= Sufficient * fall)
            {
                _weights[feature] = weight + step;
                for (int i = 0; i < column.Count; i++)
                {
                    int row = column.Indices[i];
                    _gaps[row] -= step * _problem.Targets[row] * column.Values[i];
                }

                return;
            }
        }
    }

    /// <summary>Computes by how much the loss changes with a step of one weight.</summary>
    private double Change(SparseRow column, double step)
    {
        double sum = 0;
        for (int i = 0; i < column.Count; i++)
        {
            int row = column.Indices[i];
            double old = Math.Max(0, _gaps[row]), next = Math.Max(0, _gaps[row] - (step * _problem.Targets[row] * column.Values[i]));
            sum += _problem.Prices[row] * (next - old) * (next + old);
        }

        return sum;
    }
}
