namespace Modelyard.Data;

/// <summary>Represents how a store of objects that speaks S3 is reached.</summary>
/// <remarks>What is not given is taken from the environment: AWS_ENDPOINT_URL_S3 or AWS_ENDPOINT_URL, AWS_REGION or AWS_DEFAULT_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN.</remarks>
public sealed record ObjectStoreOptions
{
    /// <summary>Gets the address of the store, such as 'http://127.0.0.1:4568'; null for the environment's, or else Amazon's of the region.</summary>
    public Uri? Endpoint { get; init; }

    /// <summary>Gets the region; null for the environment's, or else 'us-east-1'.</summary>
    public string? Region { get; init; }

    /// <summary>Gets a value indicating whether the bucket stands in the path and not in the name of the host; null does so if there is an endpoint.</summary>
    public bool? PathStyle { get; init; }

    /// <summary>Gets the access key; null for the environment's.</summary>
    public string? AccessKey { get; init; }

    /// <summary>Gets the secret key; null for the environment's.</summary>
    public string? SecretKey { get; init; }

    /// <summary>Gets the token of a session; null for the environment's, if there is one.</summary>
    public string? SessionToken { get; init; }

    /// <summary>Gets how long the store may take to answer, and to send or take the next bytes.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets how often a request is made again, and a broken download taken up where it broke off.</summary>
    public int Retries { get; init; } = 3;

    /// <summary>Gets the number of bytes of a part of an upload, at least 5 MiB; a table takes at most 10,000 parts.</summary>
    public int PartLength { get; init; } = 16 << 20;

    /// <summary>Gets the text, without keys.</summary>
    /// <returns>The endpoint and the region.</returns>
    public override string ToString() => $"{nameof(ObjectStoreOptions)} {{ {nameof(Endpoint)} = {Endpoint}, {nameof(Region)} = {Region} }}";
}
