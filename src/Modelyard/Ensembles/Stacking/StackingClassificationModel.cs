using System.Buffers;
using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Ensembles;

/// <summary>Represents models whose predictions a final model combines.</summary>
public sealed class StackingClassificationModel : IClassificationModel, IPersistent<StackingClassificationModel>
{
    private readonly StackedMembers _members;

    internal StackingClassificationModel(StackedMembers members, IClassificationModel final)
    {
        _members = members;
        Final = final;
    }

    /// <inheritdoc/>
    public static string TypeName => "stacking-classification";

    /// <inheritdoc/>
    public FeatureSchema Features => _members.Features;

    /// <inheritdoc/>
    public IReadOnlyList<string> Classes => Final.Classes;

    /// <summary>Gets the models whose predictions are combined.</summary>
    public IReadOnlyList<IClassificationModel> Members => [.. _members.Members.Cast<IClassificationModel>()];

    /// <summary>Gets the model that combines them.</summary>
    public IClassificationModel Final { get; }

    /// <summary>Gets a value indicating whether the final model reads the original features too, behind the predictions.</summary>
    public bool Passthrough => _members.Passthrough;

    /// <inheritdoc/>
    public static StackingClassificationModel Load(StateReader state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var members = StackedMembers.Load<IClassificationModel>(state);
        IClassificationModel final = state.ReadPart<IClassificationModel>("final");
        bool sameClasses = members.Members.All(member => ((IClassificationModel)member).Classes.SequenceEqual(final.Classes, StringComparer.Ordinal));
        return sameClasses && final.Features.Count == members.Outputs.Count
            ? new StackingClassificationModel(members, final)
            : throw new ModelFormatException("The final model of the stack must read what the members predict, and all must have the same classes.");
    }

    /// <inheritdoc/>
    public void PredictProbability(ReadOnlySpan<double> row, Span<double> probabilities)
    {
        RowCheck.Features(row, Features.Count);
        RowCheck.Results(probabilities, Classes.Count);
        double[] rented = ArrayPool<double>.Shared.Rent(_members.Outputs.Count);
        Span<double> outputs = rented.AsSpan(0, _members.Outputs.Count);
        _members.Fill(row, outputs);
        Final.PredictProbability(outputs, probabilities);
        ArrayPool<double>.Shared.Return(rented);
    }

    /// <inheritdoc/>
    public void PredictProbability(Matrix rows, Matrix probabilities, int degree = 1)
    {
        RowCheck.Features(rows, Features.Count);
        RowCheck.Results(probabilities, rows.Rows, Classes.Count);
        Final.PredictProbability(_members.Fill(rows, degree), probabilities, degree);
    }

    /// <inheritdoc/>
    public void Predict(Matrix rows, Span<int> classes, int degree = 1)
    {
        RowCheck.Features(rows, Features.Count);
        Final.Predict(_members.Fill(rows, degree), classes, degree);
    }

    /// <inheritdoc/>
    public void Save(StateWriter state)
    {
        ArgumentNullException.ThrowIfNull(state);
        _members.Save(state);
        state.Write("final", Final);
    }
}
