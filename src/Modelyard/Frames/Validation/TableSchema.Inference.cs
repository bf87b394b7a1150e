namespace Modelyard.Frames.Validation;

/// <content>Inference.</content>
public sealed partial record TableSchema
{
    /// <summary>Infers a schema from a table, as a draft to be edited: kinds, missing cells, ranges with a margin, sets, patterns of codes, keys. The table holds it.</summary>
    /// <param name="table">The table.</param>
    /// <param name="options">What is inferred.</param>
    /// <returns>The schema; <see cref="SchemaInference.Of(Frame, InferenceOptions?)"/> also says what was seen.</returns>
    public static TableSchema Infer(Frame table, InferenceOptions? options = null) => SchemaInference.Of(table, options).Schema;

    /// <summary>Infers a schema from a table that is read chunk by chunk, in one pass.</summary>
    /// <param name="chunks">The table.</param>
    /// <param name="options">What is inferred.</param>
    /// <returns>The schema.</returns>
    public static TableSchema Infer(IFrameChunks chunks, InferenceOptions? options = null) => SchemaInference.Of(chunks, options).Schema;
}
