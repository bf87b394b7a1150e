using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Pipelines;

/// <summary>Represents fitted transformers before a fitted regression model.</summary>
public sealed class PipelineRegressionModel : ISpreadModel, IPersistent<PipelineRegressionModel>
{
    private readonly StepSequence _steps;

    internal PipelineRegressionModel(StepSequence steps, IRegressionModel model)
    {
        _steps = steps;
        Model = model;
        if (model.Features.Count != steps.Outputs.Count)
        {
            throw new ModelFormatException($"The model reads '{model.Features.Count}' features and its preparation gives '{steps.Outputs.Count}'.");
        }
    }

    /// <inheritdoc/>
    public static string TypeName => "pipeline-regression";

    /// <inheritdoc/>
    public FeatureSchema Features => _steps.Inputs;

    /// <summary>Gets the fitted transformers, in order.</summary>
    public IReadOnlyList<ITransformModel> Steps => _steps.Steps;

    /// <summary>Gets the model that reads what comes out of the last transformer.</summary>
    public IRegressionModel Model { get; }

    /// <inheritdoc/>
    public int MemberCount => MemberSpread.CountOf(Model);

    /// <inheritdoc/>
    public static PipelineRegressionModel Load(StateReader state)
    {
        ArgumentNullException.ThrowIfNull(state);
        IReadOnlyList<ITransformModel> steps = state.ReadParts<ITransformModel>("steps");
        return steps.Count > 0
            ? new PipelineRegressionModel(new StepSequence(steps), state.ReadPart<IRegressionModel>("model"))
            : throw new ModelFormatException("The value 'steps' of the model is empty.");
    }

    /// <inheritdoc/>
    public void Save(StateWriter state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Write("steps", Steps);
        state.Write("model", Model);
    }

    /// <inheritdoc/>
    public double Predict(ReadOnlySpan<double> row)
    {
        using RowScratch.Lease scratch = RowScratch.Rent(_steps.ScratchLength);
        return Model.Predict(_steps.Transform(row, scratch.Span));
    }

    /// <inheritdoc/>
    public unsafe void Predict(Matrix rows, Span<double> predictions, int degree = 1)
    {
        ArgumentNullException.ThrowIfNull(rows);
        RowCheck.Results(predictions, rows.Rows);

        // A span cannot be captured; the pointer is valid for as long as this method runs, and so is the loop.
        fixed (double* start = predictions)
        {
            double* output = start;
            _steps.Transform(rows, degree, (first, part, own) => Model.Predict(part, new Span<double>(output + first, part.Rows), own));
        }
    }

    /// <inheritdoc/>
    public void Predict(SparseMatrix rows, Span<double> predictions, int degree = 1)
    {
        ArgumentNullException.ThrowIfNull(rows);
        Dataset data = _steps.Transform(rows, degree);
        if (data.IsSparse)
        {
            Model.Predict(data.SparseFeatures, predictions, degree);
        }
        else
        {
            Model.Predict(data.Features, predictions, degree);
        }
    }

    /// <inheritdoc/>
    public PredictedSpread PredictSpread(ReadOnlySpan<double> row)
    {
        using RowScratch.Lease scratch = RowScratch.Rent(_steps.ScratchLength);
        return MemberSpread.Predict(Model, _steps.Transform(row, scratch.Span));
    }

    /// <inheritdoc/>
    public unsafe void PredictSpread(Matrix rows, Span<PredictedSpread> spreads, int degree = 1)
    {
        ArgumentNullException.ThrowIfNull(rows);
        RowCheck.Results<PredictedSpread>(spreads, rows.Rows);
        fixed (PredictedSpread* start = spreads)
        {
            PredictedSpread* output = start;
            _steps.Transform(rows, degree, (first, part, own) => MemberSpread.Predict(Model, part, new Span<PredictedSpread>(output + first, part.Rows), own));
        }
    }

    /// <inheritdoc/>
    public void PredictSpread(SparseMatrix rows, Span<PredictedSpread> spreads, int degree = 1)
    {
        ArgumentNullException.ThrowIfNull(rows);
        RowCheck.Results<PredictedSpread>(spreads, rows.Rows);
        MemberSpread.Predict(Model, _steps.Transform(rows, degree), spreads, degree);
    }
}
