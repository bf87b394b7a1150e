using Modelyard.Learning;
using Modelyard.Linear;
using Modelyard.Numerics;

namespace Modelyard.Ensembles;

/// <summary>Represents a model for each of several targets.</summary>
public sealed class MultiTargetModel : IMultiTargetModel, IPersistent<MultiTargetModel>
{
    private readonly double[] _constants;

    // Where every target is a weighted sum of the features, all of them are computed at once; null elsewhere.
    private readonly ScoreWeights? _sums;

    internal MultiTargetModel(FeatureSchema features, IReadOnlyList<string> targetNames, TaskKind task, IReadOnlyList<IPredictiveModel> members, double[] constants)
    {
        Features = features;
        TargetNames = targetNames;
        Task = task;
        Members = members;
        _constants = constants;
        if (members.Count == constants.Length && members.All(member => member is LinearModel))
        {
            LinearModel[] linear = [.. members.Cast<LinearModel>()];
            _sums = new ScoreWeights(
                new Matrix([.. linear.SelectMany(model => model.Coefficients.ToArray())], linear.Length, features.Count), Array.ConvertAll(linear, model => model.Intercept));
        }
    }

    /// <inheritdoc/>
    public static string TypeName => "multi-target";

    /// <inheritdoc/>
    public FeatureSchema Features { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> TargetNames { get; }

    /// <inheritdoc/>
    public TaskKind Task { get; }

    /// <summary>Gets the models, one for each target that varied.</summary>
    public IReadOnlyList<IPredictiveModel> Members { get; }

    /// <inheritdoc/>
    public static MultiTargetModel Load(StateReader state)
    {
        ArgumentNullException.ThrowIfNull(state);
        FeatureSchema features = state.ReadFeatures("features");
        IReadOnlyList<string> names = state.ReadTexts("targets");
        TaskKind task = state.ReadEnum<TaskKind>("task");
        double[] constants = TargetMembers.ReadConstants(state, names.Count);
        return new MultiTargetModel(features, names, task, TargetMembers.Read(state, task, constants, _ => features.Count), constants);
    }

    /// <inheritdoc/>
    public void PredictTargets(ReadOnlySpan<double> row, Span<double> targets)
    {
        RowCheck.Features(row, Features.Count);
        RowCheck.Results(targets, TargetNames.Count);
        if (_sums is not null)
        {
            _sums.Score(row, targets);
            return;
        }

        for (int target = 0, member = 0; target < _constants.Length; target++)
        {
            targets[target] = double.IsNaN(_constants[target]) ? TargetMembers.Predict(Members[member++], row) : _constants[target];
        }
    }

    /// <inheritdoc/>
    public void PredictTargets(Matrix rows, Matrix targets, int degree = 1)
    {
        RowCheck.Features(rows, Features.Count);
        RowCheck.Results(targets, rows.Rows, TargetNames.Count);
        if (_sums is not null)
        {
            _sums.Score(rows, degree, (row, sums) => sums[..TargetNames.Count].CopyTo(targets.Row(row)));
            return;
        }

        double[] numbers = new double[rows.Rows];
        var pairs = new Matrix(rows.Rows, 2);
        for (int target = 0, member = 0; target < _constants.Length; target++)
        {
            if (!double.IsNaN(_constants[target]))
            {
                Array.Fill(numbers, _constants[target]);
            }
            else if (Members[member++] is IRegressionModel regression)
            {
                regression.Predict(rows, numbers, degree);
            }
            else
            {
                ((IClassificationModel)Members[member - 1]).PredictProbability(rows, pairs, degree);
                pairs.CopyColumnTo(1, numbers);
            }

            for (int row = 0; row < numbers.Length; row++)
            {
                targets[row, target] = numbers[row];
            }
        }
    }

    /// <inheritdoc/>
    public void Save(StateWriter state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Write("features", Features);
        state.Write("targets", TargetNames);
        state.Write("task", Task.ToString());
        state.Write("constants", _constants);
        state.Write("members", Members);
    }
}
