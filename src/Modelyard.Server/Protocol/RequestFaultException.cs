using Microsoft.AspNetCore.Http;

namespace Modelyard.Server.Protocol;

/// <summary>Represents a request that cannot be answered through its caller's fault.</summary>
#pragma warning disable CA1032, CA1064, MA0084 // Thrown and caught inside this assembly; a fault without a status has no meaning.
internal sealed class RequestFaultException(int status, string detail, IReadOnlyList<FieldFault>? faults = null) : Exception(detail)
#pragma warning restore CA1032, CA1064, MA0084
{
    public int Status { get; } = status;

    public IReadOnlyList<FieldFault> Faults { get; } = faults ?? [];

    /// <summary>Gets after how many seconds the caller may try again; null if that would not help.</summary>
    public int? RetryAfterSeconds { get; init; }

    public static RequestFaultException At(string path, string code, string? input, string message, int status = StatusCodes.Status400BadRequest) =>
        new(status, message, [new FieldFault(path, code, input, message)]);
}
