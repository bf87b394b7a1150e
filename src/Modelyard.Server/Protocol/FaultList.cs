using Microsoft.AspNetCore.Http;

namespace Modelyard.Server.Protocol;

/// <summary>Gathers the faults of one request, up to a bound.</summary>
internal sealed class FaultList
{
    private const int Most = 20;
    private readonly List<FieldFault> _faults = [];

    public void Add(string path, string code, string? input, string message)
    {
        _faults.Add(new FieldFault(path, code, input, message));
        if (_faults.Count == Most)
        {
            Throw("or more ");
        }
    }

    public void ThrowIfAny()
    {
        if (_faults.Count > 0)
        {
            Throw("");
        }
    }

    public void Clear() => _faults.Clear();

    private void Throw(string more) => throw new RequestFaultException(
        StatusCodes.Status400BadRequest,
        _faults.Count == 1 ? _faults[0].Message : $"The request has {_faults.Count} {more}faults; see 'errors'.",
        [.. _faults]);
}
