using Microsoft.AspNetCore.Http;
using Modelyard.Server.Protocol;

namespace Modelyard.Server.Security;

/// <summary>Represents why a request is not let through.</summary>
/// <param name="Status">The status of the answer.</param>
/// <param name="Place">The part of the request that is the reason.</param>
/// <param name="Code">The code of the fault.</param>
/// <param name="Detail">A full sentence that says what is wrong and how to mend it, and nothing of what the caller may not know.</param>
internal sealed record Refusal(int Status, string Place, string Code, string Detail)
{
    /// <summary>Gets the challenge of the answer, as RFC 6750 has it; null for none.</summary>
    public string? Challenge { get; init; }

    /// <summary>Gets after how many seconds the caller may try again; null if that would not help.</summary>
    public int? RetryAfterSeconds { get; init; }

    /// <summary>Gets the fault as the answer lists it.</summary>
    public FieldFault Fault => new(Place, Code, null, Detail);

    public static Refusal Misdirected { get; } = new(
        StatusCodes.Status421MisdirectedRequest, "header Host", "unknown_host", "The server is not to be asked under the name that the header 'Host' says. Start it with '--allow-host NAME' if it is.");

    public static Refusal Foreign { get; } = new(
        StatusCodes.Status403Forbidden, "header Origin", "foreign_origin", "A page of another site may not change anything here, nor ask for predictions.");

    public static Refusal CookieAlone { get; } = new(
        StatusCodes.Status403Forbidden, "header Origin", "unknown_origin", "A request that changes something and bears a session must say where it comes from, as browsers do. Programs send 'Authorization: Bearer TOKEN'.");

    public static Refusal NoToken { get; } = new(
        StatusCodes.Status401Unauthorized, "header Authorization", "unauthorized", "The request must carry a token as 'Authorization: Bearer TOKEN'.") { Challenge = "Bearer" };

    public static Refusal WrongToken { get; } = new(
        StatusCodes.Status401Unauthorized, "header Authorization", "invalid_token", "The token is wrong, has expired or was revoked. 'modelyard tokens list' shows those there are.") { Challenge = "Bearer error=\"invalid_token\"" };

    public static Refusal Undecided { get; } = new(
        StatusCodes.Status403Forbidden, "path", "undecided", "Who may ask this is not decided, so that nobody may.");

    public static Refusal Narrow { get; } = Forbidden("The token's scope does not hold this. 'modelyard tokens list' shows what it holds.");

    public static Refusal NarrowModels { get; } = Forbidden("This tells of all models, and the token is for some of them.");

    /// <summary>Makes the refusal of a caller whose role does not reach.</summary>
    public static Refusal Forbidden(string detail) => new(StatusCodes.Status403Forbidden, "header Authorization", "forbidden", detail) { Challenge = "Bearer error=\"insufficient_scope\"" };

    /// <summary>Makes the refusal of a caller who must wait.</summary>
    public static Refusal Wait(string code, string detail, TimeSpan wait) =>
        new(StatusCodes.Status429TooManyRequests, "header Authorization", code, detail) { RetryAfterSeconds = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)) };
}
