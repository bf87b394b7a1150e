using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Pipelines;

/// <summary>Represents fitted transformers before a fitted model of how unusual rows are.</summary>
public sealed class PipelineAnomalyModel : IAnomalyModel, IPersistent<PipelineAnomalyModel>
{
    private readonly StepSequence _steps;

    internal PipelineAnomalyModel(StepSequence steps, IAnomalyModel model)
    {
        _steps = steps;
        Model = model;
        if (model.Features.Count != steps.Outputs.Count)
        {
            throw new ModelFormatException($"The model reads '{model.Features.Count}' features and its preparation gives '{steps.Outputs.Count}'.");
        }
    }

    /// <inheritdoc/>
    public static string TypeName => "pipeline-anomaly";

    /// <inheritdoc/>
    public FeatureSchema Features => _steps.Inputs;

    /// <inheritdoc/>
    public double Threshold => Model.Threshold;

    /// <summary>Gets the fitted transformers, in order.</summary>
    public IReadOnlyList<ITransformModel> Steps => _steps.Steps;

    /// <summary>Gets the model that reads what comes out of the last transformer.</summary>
    public IAnomalyModel Model { get; }

    /// <inheritdoc/>
    public static PipelineAnomalyModel Load(StateReader state)
    {
        ArgumentNullException.ThrowIfNull(state);
        IReadOnlyList<ITransformModel> steps = state.ReadParts<ITransformModel>("steps");
        return steps.Count > 0
            ? new PipelineAnomalyModel(new StepSequence(steps), state.ReadPart<IAnomalyModel>("model"))
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
    public double Score(ReadOnlySpan<double> row)
    {
        using RowScratch.Lease scratch = RowScratch.Rent(_steps.ScratchLength);
        return Model.Score(_steps.Transform(row, scratch.Span));
    }

    /// <inheritdoc/>
    public unsafe void Score(Matrix rows, Span<double> scores, int degree = 1)
    {
        ArgumentNullException.ThrowIfNull(rows);
        RowCheck.Results(scores, rows.Rows);

        // A span cannot be captured; the pointer is valid for as long as this method runs, and so is the loop.
        fixed (double* start = scores)
        {
            double* output = start;
            _steps.Transform(rows, degree, (first, part, own) => Model.Score(part, new Span<double>(output + first, part.Rows), own));
        }
    }
}
