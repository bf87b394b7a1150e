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

    private Booster(Dataset data, BoostingPlan plan, FitContext context)
    {
        _plan = plan;
        _context = context;
        RowHoldout holdout = RowHoldout.Create(data, plan, context);
        FeatureBins[] bins = BinFinder.Find(data, holdout.Training, plan.MaxBins, context);
        context.Checkpoint();
        _objective = plan.Objective(holdout.Training);
        _outputs = _objective.Outputs;
        int count = holdout.Training?.Length ?? data.RowCount;
        _form = GradientForm.For(count, _objective.ConstantHessian);
        _rows = BinnedRows.Encode(data.Features, holdout.Training, bins, _form.Words * sizeof(long), context.Parallelism, context.Cancellation);
        _scores = new PinnedArray<double>(checked(count * _outputs));
        _gradients = new PinnedArray<float>(_scores.Length);
        _hessians = _objective.ConstantHessian ? null : new PinnedArray<float>(_scores.Length);
        Baseline = _objective.Baseline();
        Fill(_scores, Baseline, count);
        if (holdout.Validation.Length > 0)
        {
            BinnedRows held = BinnedRows.Encode(data.Features, holdout.Validation, bins, 0, context.Parallelism, context.Cancellation);
            _validation = new ValidationRows(held, plan.Objective(holdout.Validation), new PinnedArray<double>(checked(held.Count * _outputs)));
            Fill(_validation.Scores, Baseline, held.Count);
        }

        // With many classes, each thread grows whole trees; else all threads grow one tree.
        _team = new WorkTeam(context.Parallelism);
        _treeTeam = _outputs >= 2 * context.Parallelism ? WorkTeam.Alone : _team;
    }

    private double[] Baseline { get; }

    private List<GrownTree> Trees { get; } = [];

    private List<double> TrainingLoss { get; } = [];

    private List<double> ValidationLoss { get; } = [];

    /// <summary>Learns an ensemble.</summary>
    internal static BoostingResult Run(Dataset data, BoostingPlan plan, FitContext context)
    {
        using var booster = new Booster(data, plan, context);
        int iterations = booster.Iterate();
        booster.TrainingLoss.RemoveRange(iterations + 1, booster.TrainingLoss.Count - iterations - 1);
        Span<GrownTree> kept = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(booster.Trees)[..(iterations * booster._outputs)];
        return new BoostingResult(
            TreeEnsemble.From(kept, booster._rows.Bins, booster.Baseline), [.. booster.TrainingLoss], [.. booster.ValidationLoss]);
    }

    /// <inheritdoc/>
    public void Dispose() => _team.Dispose();

    private static void Fill(PinnedArray<double> scores, double[] baseline, int count)
    {
        for (int output = 0; output < baseline.Length; output++)
        {
            scores.Span.Slice(output * count, count).Fill(baseline[output]);
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
                _context.Warn($"The time budget ended after '{done}' of '{_plan.Iterations}' iterations; the model has those.");
                break;
            }

            TrainingLoss.Add(_objective.Evaluate(_scores.Pointer, _gradients.Pointer, hessians, _team));
            if (!GrowTrees(done))
            {
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
        int[]? sample = Sample(iteration);
        var grown = new GrownTree[_outputs];
        WorkTeam classTeam = _treeTeam == _team ? WorkTeam.Alone : _team;
        classTeam.For(_outputs, output => grown[output] = GrowTree(iteration, output, sample));
        if (sample is null && _plan.Growth.FeatureShare >= 1 && Array.TrueForAll(grown, tree => tree.IsStump))
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
        RandomStream random = _context.Random(TreeStream + ((ulong)iteration * (ulong)_outputs) + (ulong)output);
        GrownTree tree = tools.Grower.Grow(tools.Gradients, sample, random, _context.Cancellation);
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
