using System.Buffers;

namespace Modelyard.Trees.Boosting;

/// <summary>Represents an objective of the user's own, which is not trusted.</summary>
/// <param name="objective">The user's objective.</param>
/// <param name="target">The target of each row.</param>
/// <param name="weights">The weight of each row, or null.</param>
/// <param name="rows">The rows of the data that these are, or null for all.</param>
internal sealed unsafe class CustomObjective(IBoostingObjective objective, double[] target, double[]? weights, int[]? rows) : Objective(weights, target.Length)
{
    private readonly Lock _gate = new();
    private (int Row, string What, double Value)? _fault;

    internal override double[] Baseline()
    {
        double score = objective.InitialScore(target, Weights);
        return double.IsFinite(score)
            ? [score]
            : throw new ModelyardException($"The objective '{objective.Name}' returned the initial score '{score}', which must be a finite number.");
    }

    protected override double EvaluateBlock(double* scores, float* gradients, float* hessians, int first, int count)
    {
        double[] rented = ArrayPool<double>.Shared.Rent(3 * count);
        Span<double> losses = rented.AsSpan(0, count), slopes = rented.AsSpan(count, count), curvatures = rented.AsSpan(2 * count, count);
        var own = new ReadOnlySpan<double>(scores + first, count);
        ReadOnlySpan<double> targets = target.AsSpan(first, count);
        losses.Fill(double.NaN);
        objective.Measure(targets, own, losses);
        if (gradients is not null)
        {
            slopes.Fill(double.NaN);
            curvatures.Fill(double.NaN);
            objective.Differentiate(targets, own, slopes, curvatures);
        }

        double loss = 0;
        for (int i = 0; i < count; i++)
        {
            int row = first + i;
            double weight = Weight(row);
            loss += weight * losses[i];
            Demand(double.IsFinite(losses[i]), row, "loss", losses[i]);
            if (gradients is not null)
            {
                gradients[row] = (float)(weight * slopes[i]);
                hessians[row] = (float)(weight * curvatures[i]);
                Demand(double.IsFinite(slopes[i]) && float.IsFinite(gradients[row]), row, "gradient", slopes[i]);
                Demand(curvatures[i] >= 0 && float.IsFinite(hessians[row]), row, "curvature", curvatures[i]);
            }
        }

        ArrayPool<double>.Shared.Return(rented);
        return loss;
    }

    /// <summary>Tells the first row for which the objective returned what it must not, whichever thread came upon it.</summary>
    protected override void Verify()
    {
        if (_fault is { } fault)
        {
            throw new ModelyardException(
                $"The objective '{objective.Name}' returned the {fault.What} '{fault.Value}' for row '{rows?[fault.Row] ?? fault.Row}', whose target is '{target[fault.Row]}'; " +
                (fault.What == "curvature" ? "a curvature must be a finite number of 0 or more." : $"a {fault.What} must be a finite number."));
        }
    }

    private void Demand(bool holds, int row, string what, double value)
    {
        if (holds)
        {
            return;
        }

        lock (_gate)
        {
            if (_fault is null || row < _fault.Value.Row)
            {
                _fault = (row, what, value);
            }
        }
    }
}
