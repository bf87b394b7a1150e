using System.Collections.Concurrent;
using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Trees.Boosting;

/// <summary>Adds tree after tree, each to what the ones before it leave of the loss.</summary>
/// <remarks>Source: Friedman (2001), Greedy function approximation: a gradient boosting machine, Annals of Statistics 29(5).</remarks>
internal sealed unsafe class Booster : IDisposable
{
    private const int Block = 1 << 14;
    private const ulong TreeStream = 1UL << 32, SampleStream = 2UL << 32;
    private readonly BoostingPlan _plan;
    private readonly FitContext _context;
    private readonly Objective _objective;
    private readonly BinnedRows _rows;
    private readonly int _outputs;
    private readonly GradientForm _form;
    private readonly PinnedArray<double> _scores;
    private readonly PinnedArray<float> _gradients;
    private readonly PinnedArray<float>? _hessians;
    private readonly ConcurrentBag<(TreeGrower Grower, RowGradients Gradients)> _growers = [];
    private readonly ValidationRows? _validation;
    private readonly WorkTeam _team;
    private readonly WorkTeam _treeTeam;

    private Booster(Dataset targets, IBoostingSource source, BoostingPlan plan, FitContext context)
    {
        _plan = plan;
        _context = context;
        RowHoldout holdout = RowHoldout.Create(targets, plan, context);
        FeatureBins[] bins = plan.Start?.Tables.Bins ?? source.FindBins(holdout.Training, plan.MaxBins, context);
        context.Checkpoint();
        _objective = plan.Objective(holdout.Training);
        _outputs = _objective.Outputs;
        int count = holdout.Training?.Length ?? targets.RowCount;

        // Rows that stand for others weigh more, and so do their hessians.
        bool constantHessian = _objective.ConstantHessian && plan.GradientSampling is null;
        _form = GradientForm.For(count, constantHessian);
        (_rows, BinnedRows? held) = source.Encode(holdout, bins, _form.Words * sizeof(long), context);
        _scores = new PinnedArray<double>(checked(count * _outputs));
        _gradients = new PinnedArray<float>(_scores.Length);
        _hessians = constantHessian ? null : new PinnedArray<float>(_scores.Length);
        context.Checkpoint();
        Baseline = plan.Start?.Tables.Baseline ?? _objective.Baseline();
        Fill(_scores, Baseline, _rows);
        if (held is not null)
        {
            _validation = new ValidationRows(held, plan.Objective(holdout.Validation), new PinnedArray<double>(checked(held.Count * _outputs)));
            Fill(_validation.Scores, Baseline, held);
        }

        // With many classes, each thread grows whole trees; else all threads grow one tree.
        _team = new WorkTeam(context.Parallelism);
        _treeTeam = _outputs >= 2 * context.Parallelism ? WorkTeam.Alone : _team;
    }

    private double[] Baseline { get; }

    private List<GrownTree> Trees { get; } = [];

    private List<double> TrainingLoss { get; } = [];

    private List<double> ValidationLoss { get; } = [];

    private int Before => _plan.Start?.Iterations ?? 0;

    /// <summary>Learns an ensemble from features in memory.</summary>
    internal static BoostingResult Run(Dataset data, BoostingPlan plan, FitContext context) => Run(data, new MemorySource(data), plan, context);

    /// <summary>Learns an ensemble.</summary>
    /// <param name="targets">The targets, weights and groups of all rows.</param>
    /// <param name="source">Their features.</param>
    /// <param name="plan">How.</param>
    /// <param name="context">What surrounds the fit.</param>
    internal static BoostingResult Run(Dataset targets, IBoostingSource source, BoostingPlan plan, FitContext context)
    {
        using var booster = new Booster(targets, source, plan, context);
        int iterations = booster.Iterate();
        booster.TrainingLoss.RemoveRange(iterations + 1, booster.TrainingLoss.Count - iterations - 1);
        Span<GrownTree> kept = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(booster.Trees)[..(iterations * booster._outputs)];
        var ensemble = new TreeEnsemble(EnsembleTables.From(kept, booster._rows.Bins, booster.Baseline, plan.Start?.Tables));
        return plan.Start is { } start
            ? new BoostingResult(ensemble, BoostingStart.Join(start.TrainingLoss, booster.TrainingLoss, start.Iterations), BoostingStart.Join(start.ValidationLoss, booster.ValidationLoss, start.Iterations))
            : new BoostingResult(ensemble, [.. booster.TrainingLoss], [.. booster.ValidationLoss]);
    }

    /// <inheritdoc/>
    public void Dispose() => _team.Dispose();

    // The scores of the trees that are there, added one by one as they were when they were grown.
    private void Fill(PinnedArray<double> scores, double[] baseline, BinnedRows rows)
    {
        for (int output = 0; output < baseline.Length; output++)
        {
            scores.Span.Slice(output * rows.Count, rows.Count).Fill(baseline[output]);
        }

        if (_plan.Start is { } start)
        {
            ParallelLoop.Blocks(rows.Count, Block, _context.Parallelism, (first, count) => start.Tables.AddTo(rows, first, count, scores.Pointer), _context.Cancellation);
        }
    }

    // Returns the number of iterations to keep.
    private int Iterate()
    {
        float* hessians = _hessians is null ? null : _hessians.Pointer;
        int best = 0, done = 0;
        Validate();
        double bestLoss = ValidationLoss.Count > 0 ? ValidationLoss[0] : 0;
        while (done < _plan.Iterations)
        {
            if (done == 0)
            {
                _context.Checkpoint();
            }
            else if (_context.ShouldStop())
            {
                WarnOutOfTime(done);
                break;
            }

            TrainingLoss.Add(_objective.Evaluate(_scores.Pointer, _gradients.Pointer, hessians, _team));
            try
            {
                if (!GrowTrees(done))
                {
                    break;
                }
            }
            catch (FitBudgetException) when (done > 0)
            {
                WarnOutOfTime(done);
                break;
            }

            done++;
            _context.Report(done, _plan.Iterations);
            Validate();
            if (_validation is not null && ValidationLoss[^1] < bestLoss - _plan.Tolerance)
            {
                bestLoss = ValidationLoss[^1];
                best = done;
            }
            else if (_validation is not null && done - best >= _plan.Patience)
            {
                break;
            }
        }

        if (TrainingLoss.Count == done)
        {
            TrainingLoss.Add(_objective.Evaluate(_scores.Pointer, null, null, _team));
        }

        return _validation is null ? done : best;
    }

    private void WarnOutOfTime(int done) => _context.Warn($"The time budget ended after '{done}' of '{_plan.Iterations}' iterations; the model has those.");

    private void Validate()
    {
        if (_validation is not null)
        {
            ValidationLoss.Add(_validation.Objective.Evaluate(_validation.Scores.Pointer, null, null, _team));
        }
    }

    // Returns false if there is nothing left to learn.
    private bool GrowTrees(int iteration)
    {
        int[]? sample = Sample(Before + iteration);
        var grown = new GrownTree[_outputs];
        WorkTeam classTeam = _treeTeam == _team ? WorkTeam.Alone : _team;
        classTeam.For(_outputs, output => grown[output] = GrowTree(iteration, output, sample));
        if (sample is null && _plan.Growth is { FeatureShare: >= 1, TreeFeatureShare: >= 1 } && Array.TrueForAll(grown, tree => tree.IsStump))
        {
            return false;
        }

        Trees.AddRange(grown);
        return true;
    }

    private GrownTree GrowTree(int iteration, int output, int[]? sample)
    {
        if (!_growers.TryTake(out (TreeGrower Grower, RowGradients Gradients) tools))
        {
            tools = (new TreeGrower(_rows, _plan.Growth, _treeTeam), new RowGradients(_rows.Count));
        }

        long offset = (long)output * _rows.Count;
        tools.Gradients.Set(_gradients.Pointer + offset, _hessians is null ? null : _hessians.Pointer + offset, _form, _treeTeam);
        RandomStream random = _context.Random(TreeStream + ((ulong)(Before + iteration) * (ulong)_outputs) + (ulong)output);
        GrownTree tree = tools.Grower.Grow(tools.Gradients, sample, random, _context.Checkpoint);
        double* scores = _scores.Pointer + offset;
        SetLeafValues(tree, tools.Grower, scores);
        if (sample is null)
        {
            AddLeaves(tree, tools.Grower, scores);
        }
        else
        {
            AddTree(tree, _rows, scores);
        }

        if (_validation is not null)
        {
            AddTree(tree, _validation.Rows, _validation.Scores.Pointer + ((long)output * _validation.Rows.Count));
        }

        _growers.Add(tools);
        return tree;
    }

    private void SetLeafValues(GrownTree tree, TreeGrower grower, double* scores)
    {
        if (_objective.RenewsLeaves)
        {
            _treeTeam.For(tree.Leaves.Count, i =>
            {
                GrownTree.LeafRows leaf = tree.Leaves[i];
                tree.Nodes[leaf.Node].Value = Math.Clamp(
                    _objective.LeafValue(scores, grower.Rows(leaf.Buffer), leaf.Start, leaf.Count), leaf.Lower, leaf.Upper);
            });
        }

        foreach (ref GrownTree.TreeNode node in tree.Nodes)
        {
            node.Value *= _plan.LearningRate;
        }
    }

    // The rows of a leaf are known: no need to walk the tree with each.
    private void AddLeaves(GrownTree tree, TreeGrower grower, double* scores) => _treeTeam.For(
        tree.Leaves.Count,
        i =>
        {
            GrownTree.LeafRows leaf = tree.Leaves[i];
            double value = tree.Nodes[leaf.Node].Value;
            int* rows = grower.Rows(leaf.Buffer);
            for (int place = leaf.Start; place < leaf.Start + leaf.Count; place++)
            {
                scores[rows is null ? place : rows[place]] += value;
            }
        });

    private void AddTree(GrownTree tree, BinnedRows rows, double* scores) =>
        _treeTeam.Blocks(rows.Count, Block, (first, count) => tree.AddTo(rows, null, first, count, scores));

    // Every row is drawn with the same chance, in order (Knuth's algorithm S).
    private int[]? Sample(int iteration)
    {
        if (_plan.GradientSampling is { } sampling)
        {
            // Gradients tell rows apart only once something is learned; until then every row is grown on.
            return iteration < (int)(1 / _plan.LearningRate)
                ? null
                : sampling.Draw(_gradients.Pointer, _hessians!.Pointer, _rows.Count, _outputs, _context.Random(SampleStream + (ulong)iteration));
        }

        int count = _rows.Count, wanted = Math.Max(1, (int)Math.Round(_plan.RowShare * count));
        if (wanted >= count)
        {
            return null;
        }

        RandomStream random = _context.Random(SampleStream + (ulong)iteration);
        int[] sample = new int[wanted];
        int taken = 0;
        for (int row = 0; taken < wanted; row++)
        {
            if (random.NextDouble() * (count - row) < wanted - taken)
            {
                sample[taken++] = row;
            }
        }

        return sample;
    }

    private sealed record ValidationRows(BinnedRows Rows, Objective Objective, PinnedArray<double> Scores);
}
