using Modelyard.Learning;
using Modelyard.Onnx.Exporters;
using Modelyard.Onnx.Format;
using Modelyard.Onnx.Graphs;
using Modelyard.Pipelines;

namespace Modelyard.Onnx;

/// <summary>Writes models as ONNX files, which runtimes of many languages and devices compute.</summary>
/// <remarks>
/// Preparation and model become one graph of standard operators in double precision; trees are the operator <c>TreeEnsemble</c>. A <see cref="Predictor"/> reads one input a column of its table,
/// rows x 1 each: text for categories, an empty one where the cell is missing, and double precision for the others, truth values as 0 and 1, times as seconds since 1970, missing cells as NaN. A text is rows x (1 + terms): its number of words, then how often each of its terms stands in it.
/// Any other model reads one input <c>features</c>, rows x features, encoded as its schema says.
/// Outputs: <c>prediction</c>, rows x 1, a number or the label of a class; <c>probabilities</c>, rows x classes; <c>score</c> of an anomaly model, whose prediction is 1 or 0; <c>predictions</c>, rows x
/// targets, of a model of several; <c>transformed</c> of a transformer. The same model gives the same bytes.
/// Source: the Open Neural Network Exchange, onnx.ai: operator set 19, and 5 of the operators of machine learning where there are trees.
/// </remarks>
public static class OnnxFile
{
    /// <summary>Gets the usual extension of an ONNX file.</summary>
    public static string Extension => ".onnx";

    /// <summary>Writes a predictor with its preparation, its labels and its threshold to a file, whole or not at all.</summary>
    /// <param name="predictor">The predictor.</param>
    /// <param name="path">The path of the file, which is replaced if it is there; a missing folder is made.</param>
    /// <param name="options">What the file tells of the model; null for nothing.</param>
    /// <exception cref="ModelyardException">The file cannot be written, or a part of the model is of a type that no operators stand for, as one of your own.</exception>
    public static void Write(Predictor predictor, string path, OnnxOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(predictor);
        WriteFile(Lay(predictor, options ?? new OnnxOptions()), path);
    }

    /// <summary>Writes a predictor with its preparation, its labels and its threshold to a stream.</summary>
    /// <param name="predictor">The predictor.</param>
    /// <param name="destination">Receives the bytes; it stays open.</param>
    /// <param name="options">What the file tells of the model; null for nothing.</param>
    /// <exception cref="ModelyardException">A part of the model is of a type that no operators stand for, as one of your own.</exception>
    public static void Write(Predictor predictor, Stream destination, OnnxOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(predictor);
        ArgumentNullException.ThrowIfNull(destination);
        Lay(predictor, options ?? new OnnxOptions()).CopyTo(destination);
    }

    /// <summary>Writes a model, or a fitted transformer, to a file, whole or not at all.</summary>
    /// <param name="model">The model.</param>
    /// <param name="path">The path of the file, which is replaced if it is there; a missing folder is made.</param>
    /// <param name="options">What the file tells of the model; null for nothing.</param>
    /// <exception cref="ModelyardException">The file cannot be written, or a part of the model is of a type that no operators stand for, as one of your own.</exception>
    public static void Write(IModel model, string path, OnnxOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        WriteFile(Lay(model, options ?? new OnnxOptions()), path);
    }

    /// <summary>Writes a model, or a fitted transformer, to a stream.</summary>
    /// <param name="model">The model.</param>
    /// <param name="destination">Receives the bytes; it stays open.</param>
    /// <param name="options">What the file tells of the model; null for nothing.</param>
    /// <exception cref="ModelyardException">A part of the model is of a type that no operators stand for, as one of your own.</exception>
    public static void Write(IModel model, Stream destination, OnnxOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(destination);
        Lay(model, options ?? new OnnxOptions()).CopyTo(destination);
    }

    private static MessageBuffer Lay(Predictor predictor, OnnxOptions options)
    {
        var graph = new Graph(predictor.Inputs.Select(input => input.Name));
        GraphValue rows = TableInputs.Of(graph, predictor.Inputs);
        ModelOutputs.Add(predictor.Model, predictor.Threshold, ModelExport.Of(predictor.Model, rows));
        return Finish(graph, options, OnnxMetadata.Of(predictor, options));
    }

    private static MessageBuffer Lay(IModel model, OnnxOptions options)
    {
        const string Input = "features";
        var graph = new Graph([Input]);
        GraphValue rows = graph.Input(Input, ElementType.Number, model.Features.Count);
        ModelOutputs.Add(model, null, ModelExport.Of(model, rows));
        return Finish(graph, options, OnnxMetadata.Of(model, options));
    }

    private static MessageBuffer Finish(Graph graph, OnnxOptions options, IEnumerable<KeyValuePair<string, string>> metadata) =>
        ModelMessage.Of(graph.ToMessage(options.Name), graph.UsesLearning, graph.UsesTrees, options.Version, metadata);

    private static void WriteFile(MessageBuffer message, string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            WholeFile.Write(path, message.CopyTo);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new ModelyardException($"The ONNX file '{path}' cannot be written: {fault.Message}", fault);
        }
    }
}
