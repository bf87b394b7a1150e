namespace Modelyard.Server.Protocol;

/// <summary>Represents what an inference request asks for beside its rows.</summary>
/// <param name="Id">Where the id stands in the body, with its quotes; empty if there is none.</param>
/// <param name="Outputs">The outputs that are wanted.</param>
internal readonly record struct InferRequest(Range Id, InferOutputs Outputs);
