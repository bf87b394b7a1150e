using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Modelyard.Data.ObjectStores;

namespace Modelyard.Data;

/// <summary>Reads, writes and lists the objects of a store that speaks S3: Amazon's, and those of others under their endpoint.</summary>
/// <remarks>It is safe to use from any number of threads. Errors name the object and what the store says, never a key.</remarks>
public sealed class ObjectStore : IDisposable
{
    private const int LeastPart = 5 << 20;

    // What is shorter is no key but part of words.
    private const int LeastSecret = 4;
    private const string DefaultRegion = "us-east-1";

    private readonly AmazonS3Client _client;
    private readonly ObjectStoreOptions _options;
    private readonly string[] _secrets;

    /// <summary>Initializes a store. Nothing is asked of it yet.</summary>
    /// <param name="options">How it is reached; from the environment if null.</param>
    /// <exception cref="ModelyardException">There are no keys, or the endpoint is none.</exception>
    public ObjectStore(ObjectStoreOptions? options = null)
    {
        _options = options ?? new ObjectStoreOptions();
        if (_options.PartLength < LeastPart || _options.Retries < 0 || _options.Timeout <= TimeSpan.Zero)
        {
            throw new ArgumentException($"PartLength is '{_options.PartLength}', Retries '{_options.Retries}' and Timeout '{_options.Timeout}'; they must be {LeastPart} or more, 0 or more, and above 0.", nameof(options));
        }

        string? endpoint = _options.Endpoint?.ToString() ?? Variable("AWS_ENDPOINT_URL_S3") ?? Variable("AWS_ENDPOINT_URL");
        if (endpoint is not null && (!Uri.TryCreate(endpoint, UriKind.Absolute, out Uri? uri) || uri.Scheme is not ("http" or "https") || uri.UserInfo.Length > 0))
        {
            throw new ModelyardException("The endpoint of the object store must be an address with 'http://' or 'https://' and without a name or password in it.");
        }

        string? access = _options.AccessKey ?? Variable("AWS_ACCESS_KEY_ID"), secret = _options.SecretKey ?? Variable("AWS_SECRET_ACCESS_KEY");
        string? token = _options.SessionToken ?? Variable("AWS_SESSION_TOKEN");
        if (access is null || secret is null)
        {
            throw new ModelyardException("There are no keys for the object store. Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, and AWS_ENDPOINT_URL if it is not Amazon's.");
        }

        _secrets = [.. new[] { secret, token, access }.OfType<string>().Where(text => text.Length >= LeastSecret)];
        AWSCredentials credentials = token is null ? new BasicAWSCredentials(access, secret) : new SessionAWSCredentials(access, secret, token);
        _client = new AmazonS3Client(credentials, Configure(endpoint));
    }

    /// <summary>Gets the number of bytes of a part of an upload.</summary>
    internal int PartLength => _options.PartLength;

    /// <summary>Gets how long the store may take for the next bytes.</summary>
    internal TimeSpan Timeout => _options.Timeout;

    /// <summary>Gets how often a broken download is taken up.</summary>
    internal int Retries => _options.Retries;

    /// <summary>Opens an object to be read; a download that breaks off is taken up where it did, as long as the object is the same.</summary>
    /// <param name="address">The address, such as 's3://bucket/key'.</param>
    /// <returns>The bytes, from the first to the last.</returns>
    /// <exception cref="ModelyardException">The address is none.</exception>
    /// <exception cref="IOException">There is no such object, or the store cannot be reached; the message says which.</exception>
    public Stream OpenRead(string address) => new ObjectReadStream(this, ObjectAddress.Of(address));

    /// <summary>Opens an object to be written; it is to be seen when it is complete, and as a whole.</summary>
    /// <param name="address">The address, such as 's3://bucket/key'; an object that is there is replaced in the end.</param>
    /// <returns>The upload, to be disposed of.</returns>
    /// <exception cref="ModelyardException">The address is none.</exception>
    public ObjectUploadStream OpenWrite(string address) => new(this, ObjectAddress.Of(address));

    /// <summary>Lists objects by the beginning of their keys.</summary>
    /// <param name="prefix">The bucket and the beginning of the keys, such as 's3://bucket/folder/'.</param>
    /// <param name="limit">The greatest number of objects.</param>
    /// <returns>The objects, in the order of their keys.</returns>
    /// <exception cref="ModelyardException">The address is none, or there are more objects than allowed.</exception>
    /// <exception cref="IOException">There is no such bucket, or the store cannot be reached; the message says which.</exception>
    public IReadOnlyList<ObjectEntry> List(string prefix, int limit = 100_000)
    {
        ArgumentException.ThrowIfNullOrEmpty(prefix);
        ObjectAddress address = ObjectAddress.Of(prefix, isPrefix: true);
        var entries = new List<ObjectEntry>();
        string? next = null;
        do
        {
            var request = new ListObjectsV2Request { BucketName = address.Bucket, Prefix = address.Key, ContinuationToken = next };
            ListObjectsV2Response page = Ask(address, "cannot be listed", cancel => _client.ListObjectsV2Async(request, cancel));
            foreach (S3Object entry in page.S3Objects ?? [])
            {
                entries.Add(new ObjectEntry(new ObjectAddress(address.Bucket, entry.Key).ToString(), entry.Size ?? 0, entry.LastModified?.ToUniversalTime()));
            }

            if (entries.Count > limit)
            {
                throw new ModelyardException($"{address}: There are more than '{limit}' objects whose keys begin so. Give more of the key, or raise the limit.");
            }

            next = page.IsTruncated == true ? page.NextContinuationToken : null;
        }
        while (next is not null);
        return entries;
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    /// <summary>Asks for an object from a byte on.</summary>
    /// <param name="address">The object.</param>
    /// <param name="from">The offset of the first byte.</param>
    /// <param name="version">What identifies the content that must be there still; null at first.</param>
    internal GetObjectResponse Get(ObjectAddress address, long from, string? version)
    {
        var request = new GetObjectRequest { BucketName = address.Bucket, Key = address.Key, EtagToMatch = version };
        if (from > 0)
        {
            request.ByteRange = new ByteRange($"bytes={from.ToString(System.Globalization.CultureInfo.InvariantCulture)}-");
        }

        return Ask(address, "cannot be read", cancel => _client.GetObjectAsync(request, cancel));
    }

    /// <summary>Writes a small object at once.</summary>
    internal void Put(ObjectAddress address, byte[] bytes, int length)
    {
        using var content = new MemoryStream(bytes, 0, length, writable: false);
        var request = new PutObjectRequest { BucketName = address.Bucket, Key = address.Key, InputStream = content, UseChunkEncoding = false, AutoCloseStream = false };
        Ask(address, "cannot be written", cancel => _client.PutObjectAsync(request, cancel));
    }

    /// <summary>Begins an object in parts, and gives the name of the upload.</summary>
    internal string Begin(ObjectAddress address) =>
        Ask(address, "cannot be written", cancel => _client.InitiateMultipartUploadAsync(new InitiateMultipartUploadRequest { BucketName = address.Bucket, Key = address.Key }, cancel)).UploadId;

    /// <summary>Writes a part.</summary>
    internal PartETag PutPart(ObjectAddress address, string upload, int number, byte[] bytes, int length)
    {
        using var content = new MemoryStream(bytes, 0, length, writable: false);
        var request = new UploadPartRequest { BucketName = address.Bucket, Key = address.Key, UploadId = upload, PartNumber = number, PartSize = length, InputStream = content, UseChunkEncoding = false };
        return new PartETag(number, Ask(address, "cannot be written", cancel => _client.UploadPartAsync(request, cancel)).ETag);
    }

    /// <summary>Makes an object of its parts.</summary>
    internal void End(ObjectAddress address, string upload, List<PartETag> parts) =>
        Ask(address, "cannot be written", cancel => _client.CompleteMultipartUploadAsync(new CompleteMultipartUploadRequest { BucketName = address.Bucket, Key = address.Key, UploadId = upload, PartETags = parts }, cancel));

    /// <summary>Gives up an object in parts.</summary>
    internal void Abort(ObjectAddress address, string upload) =>
        Ask(address, "cannot be given up", cancel => _client.AbortMultipartUploadAsync(new AbortMultipartUploadRequest { BucketName = address.Bucket, Key = address.Key, UploadId = upload }, cancel));

    /// <summary>Says what went wrong with an object, without keys.</summary>
    internal IOException Fault(ObjectAddress address, string what, Exception exception)
    {
        string reason = exception switch
        {
            AmazonS3Exception { ErrorCode: "NoSuchKey" } => "There is no such object.",
            AmazonS3Exception { ErrorCode: "NoSuchBucket" } => "There is no such bucket.",
            AmazonS3Exception { StatusCode: System.Net.HttpStatusCode.PreconditionFailed } => "The object was replaced while it was read. Read it again.",
            AmazonS3Exception { StatusCode: System.Net.HttpStatusCode.Forbidden } denied => $"The store denies it ({denied.ErrorCode}). Check the keys and their rights.",
            _ when IsTimeout(exception) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"The store did not answer within {_options.Timeout.TotalSeconds:0.#} seconds."),
            AmazonS3Exception { ErrorCode: { Length: > 0 } code } other => $"The store says '{code}': {other.Message}",
            _ => $"The connection to the store failed: {(exception.InnerException ?? exception).Message}",
        };
        foreach (string secret in _secrets)
        {
            reason = reason.Replace(secret, "***", StringComparison.Ordinal);
        }

        // The cause may hold more than its message, so it does not go along.
        return new IOException($"{address}: The object {what}. {reason}");
    }

    private static bool IsTimeout(Exception? exception) => exception is OperationCanceledException or TimeoutException || (exception is not null && IsTimeout(exception.InnerException));

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    private AmazonS3Config Configure(string? endpoint)
    {
        string region = _options.Region ?? Variable("AWS_REGION") ?? Variable("AWS_DEFAULT_REGION") ?? DefaultRegion;
        var config = new AmazonS3Config
        {
            ForcePathStyle = _options.PathStyle ?? endpoint is not null,
            Timeout = _options.Timeout,
            MaxErrorRetry = _options.Retries,

            // Stores of others do not know the newer checksums.
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        };
        if (endpoint is null)
        {
            config.RegionEndpoint = Amazon.RegionEndpoint.GetBySystemName(region);
        }
        else
        {
            config.ServiceURL = endpoint;
            config.AuthenticationRegion = region;
        }

        return config;
    }

    private T Ask<T>(ObjectAddress address, string what, Func<CancellationToken, Task<T>> request)
    {
        // The retries of the client are within this time, each with its pause.
        using var limit = new CancellationTokenSource((_options.Timeout + TimeSpan.FromSeconds(2)) * (_options.Retries + 1));
        try
        {
            return Task.Run(() => request(limit.Token)).GetAwaiter().GetResult();
        }
        catch (Exception exception) when (exception is AmazonClientException or AmazonServiceException or HttpRequestException or IOException or OperationCanceledException or TimeoutException)
        {
            throw Fault(address, what, exception);
        }
    }
}
