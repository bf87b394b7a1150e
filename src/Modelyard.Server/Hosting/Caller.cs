namespace Modelyard.Server.Hosting;

/// <summary>Represents who makes a request, as a feature of it.</summary>
/// <param name="Name">The name of the token, or <c>local</c> where the server asks for none.</param>
/// <param name="Access">What the caller may do.</param>
internal sealed record Caller(string Name, Access Access);
