using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Ensembles;

/// <summary>Represents models of labels, each of which reads the labels before its own.</summary>
public sealed class ChainModel : IMultiTargetModel, IPersistent<ChainModel>
{
    private readonly int[] _order;
    private readonly double[] _constants;

    internal ChainModel(FeatureSchema features, IReadOnlyList<string> targetNames, int[] order, IReadOnlyList<IPredictiveModel> members, double[] constants)
    {
        Features = features;
        TargetNames = targetNames;
        _order = order;
        Members = members;
        _constants = constants;
    }

    /// <inheritdoc/>
    public static string TypeName => "classifier-chain";

    /// <inheritdoc/>
    public FeatureSchema Features { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> TargetNames { get; }

    /// <inheritdoc/>
    public TaskKind Task => TaskKind.Classification;

    /// <summary>Gets the labels in the order in which they are predicted, as indexes into <see cref="TargetNames"/>; those that never varied are not among them.</summary>
    public ReadOnlySpan<int> Order => _order;

    /// <summary>Gets the models in the order of the chain.</summary>
    public IReadOnlyList<IPredictiveModel> Members { get; }

    /// <inheritdoc/>
    public static ChainModel Load(StateReader state)
    {
        ArgumentNullException.ThrowIfNull(state);
        FeatureSchema features = state.ReadFeatures("features");
        IReadOnlyList<string> names = state.ReadTexts("targets");
        double[] constants = TargetMembers.ReadConstants(state, names.Count);
        IReadOnlyList<IPredictiveModel> members = TargetMembers.Read(state, TaskKind.Classification, constants, place => features.Count + place);
        int[] order = state.ReadInts("order", members.Count);
        return order.Distinct().Count() == order.Length && Array.TrueForAll(order, target => target >= 0 && target < names.Count && double.IsNaN(constants[target]))
            ? new ChainModel(features, names, order, members, constants)
            : throw new ModelFormatException("The value 'order' of the model must name each label that varies once.");
    }

    /// <inheritdoc/>
    public void PredictTargets(ReadOnlySpan<double> row, Span<double> targets)
    {
        RowCheck.Features(row, Features.Count);
        RowCheck.Results(targets, TargetNames.Count);
        _constants.CopyTo(targets);
        using var extended = new ScratchBuffer(row.Length + _order.Length);
        row.CopyTo(extended.Span);
        for (int place = 0; place < _order.Length; place++)
        {
            int count = row.Length + place;
            double probability = TargetMembers.Predict(Members[place], extended.Span[..count]);
            targets[_order[place]] = probability;
            extended.Span[count] = probability > 0.5 ? 1 : 0;
        }
    }

    /// <inheritdoc/>
    public void Save(StateWriter state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Write("features", Features);
        state.Write("targets", TargetNames);
        state.Write("order", _order);
        state.Write("constants", _constants);
        state.Write("members", Members);
    }

    /// <summary>Adds labels to the features that a member reads; one that is named as a feature is gets a number.</summary>
    internal static FeatureSchema Extend(FeatureSchema features, IReadOnlyList<string> labels)
    {
        var taken = new HashSet<string>(features.Select(feature => feature.Name), StringComparer.Ordinal);
        var all = new List<Feature>(features);
        foreach (string label in labels)
        {
            string name = label;
            for (int number = 2; !taken.Add(name); number++)
            {
                name = $"{label} ({number})";
            }

            all.Add(new Feature(name, FeatureKind.Boolean));
        }

        return new FeatureSchema(all);
    }
}
