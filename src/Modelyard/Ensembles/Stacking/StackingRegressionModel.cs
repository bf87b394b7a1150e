using System.Buffers;
using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Ensembles;

/// <summary>Represents models whose predictions a final model combines.</summary>
public sealed class StackingRegressionModel : IRegressionModel, IPersistent<StackingRegressionModel>
{
    private readonly StackedMembers _members;

    internal StackingRegressionModel(StackedMembers members, IRegressionModel final)
    {
        _members = members;
        Final = final;
    }

    /// <inheritdoc/>
    public static string TypeName => "stacking-regression";

    /// <inheritdoc/>
    public FeatureSchema Features => _members.Features;

    /// <summary>Gets the models whose predictions are combined.</summary>
    public IReadOnlyList<IRegressionModel> Members => [.. _members.Members.Cast<IRegressionModel>()];

    /// <summary>Gets the model that combines them.</summary>
    public IRegressionModel Final { get; }

    /// <summary>Gets a value indicating whether the final model reads the original features too, behind the predictions.</summary>
    public bool Passthrough => _members.Passthrough;

    /// <inheritdoc/>
    public static StackingRegressionModel Load(StateReader state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var members = StackedMembers.Load<IRegressionModel>(state);
        IRegressionModel final = state.ReadPart<IRegressionModel>("final");
        return final.Features.Count == members.Outputs.Count
            ? new StackingRegressionModel(members, final)
            : throw new ModelFormatException("The final model of the stack must read what the members predict.");
    }

    /// <inheritdoc/>
    public double Predict(ReadOnlySpan<double> row)
    {
        RowCheck.Features(row, Features.Count);
        double[] rented = ArrayPool<double>.Shared.Rent(_members.Outputs.Count);
        Span<double> outputs = rented.AsSpan(0, _members.Outputs.Count);
        _members.Fill(row, outputs);
        double prediction = Final.Predict(outputs);
        ArrayPool<double>.Shared.Return(rented);
        return prediction;
    }

    /// <inheritdoc/>
    public void Predict(Matrix rows, Span<double> predictions, int degree = 1)
    {
        RowCheck.Features(rows, Features.Count);
        RowCheck.Results(predictions, rows.Rows);
        Final.Predict(_members.Fill(rows, degree), predictions, degree);
    }

    /// <inheritdoc/>
    public void Save(StateWriter state)
    {
        ArgumentNullException.ThrowIfNull(state);
        _members.Save(state);
        state.Write("final", Final);
    }
}
