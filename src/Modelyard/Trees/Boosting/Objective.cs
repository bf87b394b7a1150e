namespace Modelyard.Trees.Boosting;

/// <summary>Represents what is minimised over some rows: a loss of the raw scores, with its gradients and hessians.</summary>
/// <remarks>Scores, gradients and hessians of several outputs lie output by output: the element of row r and output k is at k x rows + r.</remarks>
internal abstract unsafe class Objective(double[]? weights, int count)
{
    private const int Block = 4096;

    /// <summary>Gets the number of rows.</summary>
    protected int Count { get; } = count;

    /// <summary>Gets the weight of each row, or null if every row weighs 1.</summary>
    protected double[]? Weights { get; } = weights;

    /// <summary>Gets the number of scores a row.</summary>
    internal virtual int Outputs => 1;

    /// <summary>Gets a value indicating whether every hessian is 1.</summary>
    internal virtual bool ConstantHessian => false;

    /// <summary>Gets a value indicating whether the values of leaves are quantiles of residuals.</summary>
    internal virtual bool RenewsLeaves => false;

    /// <summary>Computes the constant scores that minimise the loss.</summary>
    internal abstract double[] Baseline();

    /// <summary>Computes the value of a leaf from its rows.</summary>
    internal virtual double LeafValue(double* scores, int* rows, int start, int count) => throw new NotSupportedException();

    /// <summary>Computes the mean loss and, if there is room for them, the gradients and hessians of all rows.</summary>
    internal double Evaluate(double* scores, float* gradients, float* hessians, WorkTeam team)
    {
        double[] losses = new double[(Count + Block - 1) / Block];
        team.Blocks(Count, Block, (first, rows) => losses[first / Block] = EvaluateBlock(scores, gradients, hessians, first, rows));
        Verify();
        return losses.Sum() / TotalWeight;
    }

    /// <summary>Ends the fit if something that was computed cannot be.</summary>
    protected virtual void Verify()
    {
    }

    /// <summary>Computes the weighted loss and, unless the pointers are null, the gradients and hessians of some rows.</summary>
    protected abstract double EvaluateBlock(double* scores, float* gradients, float* hessians, int first, int rows);

    protected double TotalWeight { get; } = weights is null ? count : weights.Sum();

    protected double Weight(int row) => Weights is null ? 1 : Weights[row];

    protected double WeightedMean(ReadOnlySpan<double> values)
    {
        double sum = 0;
        for (int row = 0; row < values.Length; row++)
        {
            sum += Weight(row) * values[row];
        }

        return sum / TotalWeight;
    }
}
