using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Pipelines;

/// <summary>Represents fitted transformers before a fitted classification model.</summary>
public sealed class PipelineClassificationModel : IUncertaintyModel, IPersistent<PipelineClassificationModel>
{
    private readonly StepSequence _steps;

    internal PipelineClassificationModel(StepSequence steps, IClassificationModel model)
    {
        _steps = steps;
        Model = model;
        if (model.Features.Count != steps.Outputs.Count)
        {
            throw new ModelFormatException($"The model reads '{model.Features.Count}' features and its preparation gives '{steps.Outputs.Count}'.");
        }
    }

    /// <inheritdoc/>
    public static string TypeName => "pipeline-classification";

    /// <inheritdoc/>
    public FeatureSchema Features => _steps.Inputs;

    /// <inheritdoc/>
    public IReadOnlyList<string> Classes => Model.Classes;

    /// <summary>Gets the fitted transformers, in order.</summary>
    public IReadOnlyList<ITransformModel> Steps => _steps.Steps;

    /// <summary>Gets the model that reads what comes out of the last transformer.</summary>
    public IClassificationModel Model { get; }

    /// <inheritdoc/>
    public int MemberCount => MemberSpread.CountOf(Model);

    /// <inheritdoc/>
    public static PipelineClassificationModel Load(StateReader state)
    {
        ArgumentNullException.ThrowIfNull(state);
        IReadOnlyList<ITransformModel> steps = state.ReadParts<ITransformModel>("steps");
        return steps.Count > 0
            ? new PipelineClassificationModel(new StepSequence(steps), state.ReadPart<IClassificationModel>("model"))
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
    public void PredictProbability(ReadOnlySpan<double> row, Span<double> probabilities)
    {
        using RowScratch.Lease scratch = RowScratch.Rent(_steps.ScratchLength);
        Model.PredictProbability(_steps.Transform(row, scratch.Span), probabilities);
    }

    /// <inheritdoc/>
    public void PredictProbability(Matrix rows, Matrix probabilities, int degree = 1)
    {
        ArgumentNullException.ThrowIfNull(rows);
        RowCheck.Results(probabilities, rows.Rows, Classes.Count);
        _steps.Transform(rows, degree, (first, part, own) => Model.PredictProbability(part, probabilities.RowRange(first, part.Rows), own));
    }

    /// <inheritdoc/>
    public void PredictProbability(SparseMatrix rows, Matrix probabilities, int degree = 1)
    {
        ArgumentNullException.ThrowIfNull(rows);
        Dataset data = _steps.Transform(rows, degree);
        if (data.IsSparse)
        {
            Model.PredictProbability(data.SparseFeatures, probabilities, degree);
        }
        else
        {
            Model.PredictProbability(data.Features, probabilities, degree);
        }
    }

    /// <inheritdoc/>
    public int Predict(ReadOnlySpan<double> row)
    {
        using RowScratch.Lease scratch = RowScratch.Rent(_steps.ScratchLength);
        return Model.Predict(_steps.Transform(row, scratch.Span));
    }

    /// <inheritdoc/>
    public unsafe void Predict(Matrix rows, Span<int> classes, int degree = 1)
    {
        ArgumentNullException.ThrowIfNull(rows);
        RowCheck.Results(classes, rows.Rows);

        // A span cannot be captured; the pointer is valid for as long as this method runs, and so is the loop.
        fixed (int* start = classes)
        {
            int* output = start;
            _steps.Transform(rows, degree, (first, part, own) => Model.Predict(part, new Span<int>(output + first, part.Rows), own));
        }
    }

    /// <inheritdoc/>
    public void Predict(SparseMatrix rows, Span<int> classes, int degree = 1)
    {
        ArgumentNullException.ThrowIfNull(rows);
        Dataset data = _steps.Transform(rows, degree);
        if (data.IsSparse)
        {
            Model.Predict(data.SparseFeatures, classes, degree);
        }
        else
        {
            Model.Predict(data.Features, classes, degree);
        }
    }

    /// <inheritdoc/>
    public PredictedUncertainty PredictUncertainty(ReadOnlySpan<double> row, Span<double> probabilities)
    {
        using RowScratch.Lease scratch = RowScratch.Rent(_steps.ScratchLength);
        return MemberSpread.Predict(Model, _steps.Transform(row, scratch.Span), probabilities);
    }

    /// <inheritdoc/>
    public unsafe void PredictUncertainty(Matrix rows, Matrix probabilities, Span<PredictedUncertainty> uncertainties, int degree = 1)
    {
        ArgumentNullException.ThrowIfNull(rows);
        RowCheck.Results<PredictedUncertainty>(probabilities, uncertainties, rows.Rows, Classes.Count);
        fixed (PredictedUncertainty* start = uncertainties)
        {
            PredictedUncertainty* output = start;
            _steps.Transform(rows, degree, (first, part, own) =>
                MemberSpread.Predict(Model, part, probabilities.RowRange(first, part.Rows), new Span<PredictedUncertainty>(output + first, part.Rows), own));
        }
    }

    /// <inheritdoc/>
    public void PredictUncertainty(SparseMatrix rows, Matrix probabilities, Span<PredictedUncertainty> uncertainties, int degree = 1)
    {
        ArgumentNullException.ThrowIfNull(rows);
        RowCheck.Results<PredictedUncertainty>(probabilities, uncertainties, rows.Rows, Classes.Count);
        MemberSpread.Predict(Model, _steps.Transform(rows, degree), probabilities, uncertainties, degree);
    }
}
