using Modelyard.Learning;

namespace Modelyard.Ensembles;

/// <summary>Represents one target of a model of several, so that it can be stored, served and scored as any model of one is.</summary>
public sealed class SingleTargetModel : IRegressionModel, IPersistent<SingleTargetModel>
{
    private readonly int _target;

    /// <summary>Initializes the model of one target.</summary>
    /// <param name="model">The model of several targets.</param>
    /// <param name="target">The zero-based target; of a label its probability is predicted.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such target.</exception>
    public SingleTargetModel(IMultiTargetModel model, int target)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentOutOfRangeException.ThrowIfNegative(target);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(target, model.TargetNames.Count);
        Model = model;
        _target = target;
    }

    /// <inheritdoc/>
    public static string TypeName => "single-target";

    /// <inheritdoc/>
    public FeatureSchema Features => Model.Features;

    /// <summary>Gets the model of several targets.</summary>
    public IMultiTargetModel Model { get; }

    /// <summary>Gets the name of the target.</summary>
    public string TargetName => Model.TargetNames[_target];

    /// <inheritdoc/>
    public static SingleTargetModel Load(StateReader state)
    {
        ArgumentNullException.ThrowIfNull(state);
        IMultiTargetModel model = state.ReadPart<IMultiTargetModel>("model");
        return new SingleTargetModel(model, state.ReadInt("target", 0, model.TargetNames.Count - 1));
    }

    /// <inheritdoc/>
    public double Predict(ReadOnlySpan<double> row)
    {
        using var targets = new Numerics.ScratchBuffer(Model.TargetNames.Count);
        Model.PredictTargets(row, targets.Span);
        return targets.Span[_target];
    }

    /// <inheritdoc/>
    public void Save(StateWriter state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Write("target", _target);
        state.Write("model", Model);
    }
}
